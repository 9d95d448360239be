import QtQuick
import "../components"
import "../staff"
import "../theme"

// What stands above one counter on a small screen or a tablet: whose counter it is, and whose number. Millimetres are
// those of a 21.5-inch panel seen from five metres. A number that nobody can vouch for any more goes after half a
// minute without a line, as on the LED strips: it would send people to the wrong counter.
Rectangle {
    id: screen

    required property QtObject hall
    required property string counter
    property int staleMs: 30000
    property bool stale: false
    readonly property var page: hall.page
    readonly property bool linked: page.link.up
    readonly property bool tall: height > width
    readonly property real margin: Theme.mm(16)

    color: Theme.ground

    Timer {
        running: !screen.linked && !screen.stale
        interval: screen.staleMs
        onTriggered: screen.stale = true
    }

    onLinkedChanged: if (linked) stale = false

    Caption {
        id: hallName
        objectName: "hall-name"
        x: screen.margin
        y: Theme.mm(8)
        width: screen.tall ? screen.width - 2 * x : time.x - x - Theme.mm(10)
        text: screen.page.hall ? Say.text(screen.page.hall) : ""
        size: Theme.type(Say.latin ? 10.5 : 12)
        ratio: 1.2
        color: Theme.ink2
    }

    Caption {
        id: time
        x: screen.width - screen.margin - width
        y: screen.tall ? screen.height - height - Theme.mm(8) : Theme.mm(8)
        text: screen.hall.clock.text
        size: Theme.type(12)
        ratio: 1.2
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }

    BoardChip {
        objectName: "link-chip"
        x: screen.tall ? screen.margin : time.x - width - Theme.mm(10)
        y: time.y + (time.height - height) / 2
        visible: screen.page.known && !screen.linked && !screen.stale
        textSize: Theme.type(10.5)
        implicitHeight: Theme.mm(17)
        color: Theme.badBg
        ink: Theme.bad
        icon: "broken_link"
        word: Say.of("board.lost", { since: screen.page.link.since })
    }

    Grid {
        id: place
        readonly property real room: screen.tall ? screen.width - 2 * screen.margin : screen.width * 0.34 - screen.margin
        x: screen.margin + (room - width) / 2
        y: screen.tall ? hallName.y + hallName.height + Theme.mm(10) : panel.y + (panel.height - height) / 2
        columns: screen.tall ? 3 : 1
        spacing: Theme.mm(8)
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Caption {
            visible: text !== ""
            text: Say.of("counter.above")
            size: Theme.type(screen.tall ? 26 : 22)
            ratio: 1.2
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }

        Text {
            objectName: "own-counter"
            height: 0.9 * font.pixelSize
            bottomPadding: Math.round(0.14 * font.pixelSize) // digits sit 0.07 em below the middle of their line
            verticalAlignment: Text.AlignVCenter
            text: screen.counter
            color: Theme.ink
            font {
                pixelSize: Math.min(Theme.mm(screen.tall ? 104 : 130), (screen.tall ? 0.6 : 1) * place.room / (0.625 * Math.max(2, screen.counter.length)))
                weight: 700
            }
        }

        Caption {
            visible: text !== ""
            text: Say.of("counter.below")
            size: Theme.type(26)
            ratio: 1.2
            font.weight: Theme.keyWeight
            color: Theme.ink
            wrapMode: Text.NoWrap
        }
    }

    CounterCall {
        id: panel
        x: screen.tall ? screen.margin : Math.round(screen.width * 0.34) + screen.margin
        y: screen.tall ? place.y + place.height + Theme.mm(12) : hallName.y + hallName.height + Theme.mm(10)
        width: screen.width - screen.margin - x
        height: (screen.tall ? time.y - Theme.mm(10) : screen.height - screen.margin) - y
        call: screen.stale ? null : screen.page.now || null
        words: screen.stale ? Say.of("counter.unknown")
            : screen.page.known ? Say.of("counter.nobody")
            : screen.page.link.word === "not_allowed" ? Say.of("board.not_allowed") : Say.of("counter.connecting")
        news: screen.hall.news
    }
}
