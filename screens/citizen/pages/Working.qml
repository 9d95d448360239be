import QtQuick
import "../../components"
import "../../theme"

// The number is being taken: three named steps, and after five seconds a word about why it takes longer.
CitizenPage {
    id: page

    sentence: slow.running ? face.sentence || "" : face.slow || ""
    firstHeight: Theme.mm(30)

    first: WaitLine {
        width: parent.width
        y: Theme.mm(4)
        steps: page.face.steps
        at: 0
    }

    Timer {
        id: slow
        interval: 5000
        running: true
    }

    Rectangle {
        width: parent.width
        height: Math.min(parent.height, Theme.mm(Theme.landscape ? 160 : 190))
        radius: Theme.mm(4)
        color: Theme.surface
        border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

        MachineFront {
            anchors { fill: parent; margins: Theme.mm(14) }
            lit: "ticket_slot"
        }
    }
}
