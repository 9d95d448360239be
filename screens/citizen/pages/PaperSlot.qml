import QtQuick
import "../../components"
import "../../theme"

// Where on this machine the paper comes out, and what is true about it.
Rectangle {
    id: slot

    readonly property bool holdsText: true
    property var face: ({})

    radius: Theme.radius
    color: Theme.surface
    border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

    Item {
        id: drawing
        x: Theme.mm(9)
        width: Theme.mm(46)
        height: parent.height
        clip: true

        MachineFront { // its lower half, where the slots are
            width: parent.width
            height: Theme.mm(120)
            y: parent.height - height + Theme.mm(4)
            lit: "ticket_slot"
            paperOut: slot.face.paperOut === true
        }
    }

    Column {
        x: drawing.x + drawing.width + Theme.mm(8)
        width: parent.width - x - Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1)

        Caption {
            width: parent.width
            text: slot.face.slotSays || ""
            size: Theme.landscape ? Theme.body : Theme.label
            font.weight: Theme.keyWeight
        }

        Caption {
            width: parent.width
            visible: text !== "" && !Theme.landscape
            text: slot.face.rule || ""
            size: Theme.small
            color: Theme.ink2
        }
    }
}
