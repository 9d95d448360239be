import QtQuick
import "../components"
import "../staff"
import "../theme"

// Whose board and what time; an exception gets a chip, a healthy board none.
Item {
    id: header

    property var page
    property string clock

    Caption {
        id: name
        objectName: "hall-name"
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, time.x - (chips.width > 0 ? chips.width + Theme.mm(30) : Theme.mm(20)))
        text: header.page.hall ? Say.text(header.page.hall) : ""
        size: Theme.type(Say.latin ? 27 : 31)
        ratio: 1.1
        strong: true
    }

    Row {
        id: chips
        anchors { right: time.left; rightMargin: Theme.mm(16); verticalCenter: parent.verticalCenter }
        spacing: Theme.mm(8)

        BoardChip {
            objectName: "voice-chip"
            visible: header.page.silent && header.page.link.up
            color: Theme.warnBg
            ink: Theme.warn
            icon: "speaker"
            word: Say.of("board.silent")
        }

        BoardChip {
            objectName: "link-chip"
            visible: !header.page.link.up && header.page.known
            color: Theme.badBg
            ink: Theme.bad
            icon: "broken_link"
            word: Say.of("board.lost", { since: header.page.link.since })
        }
    }

    Text {
        id: time
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        text: header.clock
        color: Theme.ink
        font { pixelSize: Theme.type(42); weight: Theme.medium }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.stroke(0.9)
        color: Theme.line
    }
}
