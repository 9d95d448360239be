import QtQuick
import "../../components"
import "../../theme"

// What one can do beside laying the card: two keys of equal size, or three after a failure.
Flow {
    id: keys

    property var entries: [] // [{ name, wish, icon, text, primary }]
    readonly property bool three: entries.length > 2
    property bool narrow: false
    readonly property bool broad: narrow && three // the best way across, the others under it

    signal wish(string name)

    spacing: Theme.gutter

    Repeater {
        model: keys.entries

        ActionKey {
            required property var modelData
            required property int index
            readonly property int columns: keys.broad ? (index === 0 ? 1 : 2) : keys.entries.length
            objectName: modelData.name
            width: Math.floor((keys.width - (columns - 1) * keys.spacing) / columns)
            size: Theme.body
            icon: columns > 2 || Theme.elder || keys.narrow ? "" : modelData.icon
            kind: modelData.primary ? Key.Primary : Key.Quiet
            text: modelData.text
            onTapped: keys.wish(modelData.wish)
        }
    }
}
