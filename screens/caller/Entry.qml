import QtQuick
import "../components"
import "../staff"
import "../theme"

// A field to type into: its name above, the focused one edged in teal and without a lip.
Item {
    id: entry

    property string head
    property string text
    property bool chosen: false

    signal tapped()

    implicitHeight: name.height + Theme.mm(1) + box.height

    Caption {
        id: name
        text: entry.head
        size: Desk.body
        color: Theme.ink2
    }

    Rectangle {
        id: box
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mm(17)
        radius: Desk.radius
        color: Theme.surface
        border { width: entry.chosen ? Theme.focusLine : Desk.hairline; color: entry.chosen ? Theme.accent : Theme.edge }

        Plain {
            anchors { left: parent.left; leftMargin: Desk.inside; verticalCenter: parent.verticalCenter }
            text: entry.text
            size: Theme.type(8)
            font.weight: Theme.medium
        }

        Rectangle { // where the next digit goes; it stands still
            visible: entry.chosen
            anchors.verticalCenter: parent.verticalCenter
            x: Desk.inside + measure.width + Theme.mm(0.8)
            width: Theme.stroke(0.4)
            height: Theme.mm(9)
            color: Theme.accent
        }

        Text {
            id: measure
            visible: false
            text: entry.text
            font { pixelSize: Theme.type(8); weight: Theme.medium }
        }
    }

    MouseArea {
        anchors.fill: parent
        onClicked: entry.tapped()
    }
}
