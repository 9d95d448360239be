import QtQuick
import "../theme"

// What one can do now: the best way filled and first, the others quiet and of equal size.
Grid {
    id: advice

    property var keys: [] // [{ name, wish, icon, text, primary }]
    property real keyHeight: Theme.keyHeight

    signal wish(string name)

    columns: 1
    columnSpacing: Theme.gutter
    rowSpacing: Theme.gutter

    Repeater {
        model: advice.keys

        ActionKey {
            required property var modelData
            objectName: modelData.name
            width: Math.floor((advice.width - (advice.columns - 1) * Theme.gutter) / advice.columns)
            height: modelData.primary || advice.columns > 1 ? Math.round(advice.keyHeight * 1.3) : advice.keyHeight
            icon: modelData.icon
            kind: modelData.primary ? Key.Primary : Key.Quiet
            text: modelData.text
            onTapped: advice.wish(modelData.wish)
        }
    }
}
