import QtQuick
import "../components"
import "../staff"
import "../theme"

// A state at a board's distance: icon, word and colour.
Rectangle {
    id: chip

    property string icon
    property string word
    property color ink: Theme.accent
    property real textSize: Theme.type(23.5)

    implicitWidth: row.width + Theme.mm(16)
    implicitHeight: Theme.mm(37)
    radius: Theme.mm(3)
    color: Theme.tint

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.mm(6)

        Icon {
            visible: chip.icon !== ""
            name: chip.icon
            size: chip.textSize
            color: chip.ink
            anchors.verticalCenter: parent.verticalCenter
        }

        Caption {
            text: chip.word
            size: chip.textSize
            ratio: 1.2
            font.weight: Theme.keyWeight
            color: chip.ink
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
