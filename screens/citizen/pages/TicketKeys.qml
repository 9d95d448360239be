import QtQuick
import "../../components"
import "../../theme"

// What one can still do for a ticket: two keys that keep their halves, whichever of them applies.
Item {
    id: row

    property var keys: [] // [{ place: 0 or 1, name, wish, icon, text, primary }]

    signal wish(string name)

    implicitHeight: Theme.keyHeight

    Repeater {
        model: row.keys

        ActionKey {
            required property var modelData
            objectName: modelData.name
            width: Math.floor((row.width - Theme.gutter) / 2)
            x: modelData.place * (width + Theme.gutter)
            size: Theme.landscape || Theme.latin ? Theme.body : Theme.label
            icon: modelData.icon
            kind: modelData.primary ? Key.Primary : Key.Quiet
            text: modelData.text
            onTapped: row.wish(modelData.wish)
        }
    }
}
