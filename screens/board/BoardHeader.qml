import QtQuick
import "../components"
import "../staff"
import "../theme"

// Whose board and what time; an exception gets a chip, a healthy board none. Upright there is no room beside the name,
// so the chip has a line of its own.
Item {
    id: header

    property var page
    property string clock
    property bool tall: false
    readonly property bool chipped: silent.visible || lost.visible
    readonly property bool below: tall && chipped
    readonly property real line: Theme.mm(66)

    implicitHeight: line + (below ? Theme.mm(46) : 0)

    Caption {
        id: name
        objectName: "hall-name"
        y: (header.line - height) / 2
        width: Math.min(implicitWidth, time.x - (header.chipped && !header.below ? chips.width + Theme.mm(30) : Theme.mm(20)))
        text: header.page.hall ? Say.text(header.page.hall) : ""
        size: Theme.type(!Say.latin ? 31 : header.tall ? 23 : 27)
        ratio: 1.1
        strong: true
    }

    Row {
        id: chips
        x: header.below ? 0 : time.x - Theme.mm(16) - width
        y: header.below ? header.line : (header.line - height) / 2
        spacing: Theme.mm(8)

        BoardChip {
            id: silent
            objectName: "voice-chip"
            visible: header.page.silent && header.page.link.up
            color: Theme.warnBg
            ink: Theme.warn
            icon: "speaker_off"
            word: Say.of("board.silent")
        }

        BoardChip {
            id: lost
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
        anchors.right: parent.right
        y: (header.line - height) / 2
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
