import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who waits where. With few queues each has its name; with many only its letter, which stands on every ticket.
Rectangle {
    id: strip

    property var waits: []
    property bool known: true // the hall has told at least once
    readonly property real pad: Theme.mm(24)
    readonly property real room: width - 2 * pad - head.width - Theme.mm(34)
    readonly property real least: Theme.mm(14)
    readonly property bool named: names.width + (waits.length - 1) * least <= room
    readonly property bool all: letters.width + (waits.length - 1) * least <= room
    readonly property bool two: !all && !named && width < Theme.mm(900) // upright there is room for a second line
    readonly property var shown: all || two ? waits : waits.filter(wait => wait.waiting > 0).slice(0, 12)

    implicitHeight: Math.max(Theme.mm(76), row.height + Theme.mm(26))
    radius: Theme.mm(7)
    color: Theme.surface

    Caption {
        id: head
        x: strip.pad
        anchors.verticalCenter: parent.verticalCenter
        text: Say.of(strip.waits.length ? "board.waiting" : strip.known ? "board.nobody_waits" : "board.waits_unknown")
        size: Theme.type(26)
        ratio: 1.2
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }

    component Wait: Row {
        id: wait
        property var value
        property bool named: true
        spacing: Theme.mm(wait.named ? 7 : 4)
        height: Theme.mm(50)

        Caption {
            anchors.verticalCenter: parent.verticalCenter
            text: wait.value.prefix + (wait.named ? "  " + Say.text(wait.value.name) : "")
            size: Theme.type(wait.named ? (Say.latin ? 24 : 27) : 25)
            ratio: 1.2
            wrapMode: Text.NoWrap
        }

        Text {
            y: (parent.height - 0.733 * font.pixelSize) / 2 + 0.733 * font.pixelSize - baselineOffset
            text: wait.value.waiting
            color: Theme.ink
            font { pixelSize: Theme.mm(wait.named ? 39 : 34); weight: 700 }
        }

        Caption {
            visible: wait.named && text !== ""
            anchors.verticalCenter: parent.verticalCenter
            text: Say.of("board.people")
            size: Theme.type(25)
            ratio: 1.2
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }
    }

    component Measure: Row {
        id: measure
        property bool named
        visible: false

        Repeater {
            model: strip.waits
            Wait { required property var modelData; value: modelData; named: measure.named }
        }
    }

    Measure { id: names; named: true }
    Measure { id: letters; named: false }

    Flow {
        id: row
        readonly property real taken: strip.named ? names.width : letters.width
        readonly property real spread: (strip.room - taken) / Math.max(1, strip.waits.length)
        x: head.x + head.width + Theme.mm(34)
        width: strip.width - strip.pad - x
        anchors.verticalCenter: parent.verticalCenter
        spacing: strip.all || strip.named ? Math.max(strip.least, Math.min(Math.floor(spread), Theme.mm(54))) : strip.least

        Repeater {
            model: strip.shown
            Wait { required property var modelData; value: modelData; named: strip.named }
        }
    }
}
