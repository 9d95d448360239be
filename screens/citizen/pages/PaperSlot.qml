import QtQuick
import HallKiosk.Panel
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

    Item { // the machine below its screen, cut between two openings and never through one
        id: drawing
        readonly property real from: cutAbove(Panel.machine.openings)
        readonly property real shown: Panel.machine.height + 40 - from // millimetres of the machine, with its foot
        readonly property real ratio: Math.min(Theme.mm(46) / (Panel.machine.width + 60), (slot.height - Theme.mm(4)) / shown)

        // Half-way between the screen's lower edge and the next opening; 0, the whole machine, where the slot is not below it.
        function cutAbove(openings) {
            const lit = openings.find(one => one.part === "ticket_slot")
            const screen = openings.find(one => one.part === "screen")
            const end = screen ? screen.y + screen.height : 0
            const below = openings.filter(one => one.y >= end).map(one => one.y)
            return lit && screen && lit.y >= end ? (end + Math.min(...below)) / 2 : 0
        }

        x: Theme.mm(9)
        width: (Panel.machine.width + 60) * ratio
        height: shown * ratio
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        clip: true

        MachineFront {
            width: parent.width
            height: (Panel.machine.height + 40) * drawing.ratio
            anchors.bottom: parent.bottom
            lit: "ticket_slot"
            paperOut: slot.face.paperOut === true
        }
    }

    Column {
        x: drawing.x + drawing.width + Theme.mm(8)
        width: parent.width - x - Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1)

        Balanced {
            room: parent.width
            text: slot.face.slotSays || ""
            usual: Theme.landscape ? Theme.body : Theme.label
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
