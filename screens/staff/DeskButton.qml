import QtQuick
import "../components"
import "../theme"

// A button of a desk's size: as wide as its word.
Key {
    id: button

    property string icon
    property string text
    property int size: Desk.body
    property real pad: Theme.mm(4)

    radius: Desk.radius
    depth: Desk.lip
    spoken: text
    implicitHeight: Theme.mm(11)
    implicitWidth: Math.ceil(row.width + 2 * pad)

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.mm(1.5)

        Icon {
            visible: button.icon !== ""
            name: button.icon
            size: button.size * 1.1
            color: button.iconInk
            anchors.verticalCenter: parent.verticalCenter
        }

        Plain {
            visible: text !== ""
            text: button.text
            size: button.size
            color: button.ink
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
