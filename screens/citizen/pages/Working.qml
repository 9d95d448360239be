import QtQuick
import "../../components"
import "../../theme"

// The number is being taken: three named steps, and after five seconds a word about why it takes longer.
CitizenPage {
    id: page

    sentence: slow.running ? face.sentence || "" : face.slow || ""

    Timer {
        id: slow
        interval: 5000
        running: true
    }

    Rectangle {
        width: parent.width
        height: Math.min(parent.height, Theme.mm(Theme.landscape ? 170 : 190))
        radius: Theme.mm(4)
        color: Theme.surface
        border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

        MachineFront {
            x: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width * 0.4
            height: parent.height - 2 * Theme.mm(14)
            lit: "ticket_slot"
        }

        WaitLine {
            x: parent.width * 0.52
            anchors.verticalCenter: parent.verticalCenter
            steps: page.face.steps
        }
    }
}
