import QtQuick
import "../components"
import "../staff"
import "../theme"

// The caller docked over the clerk's own system: one line of 24 mm, the same keys in the same order.
Rectangle {
    id: bar

    required property QtObject desk
    readonly property var page: desk.page
    readonly property var ticket: page.current || null
    readonly property bool paused: page.phase === "paused"
    readonly property bool wide: width > Theme.mm(430)
    readonly property real keyWidth: Theme.mm(wide ? 33 : Say.latin ? 27 : 25)
    readonly property real gap: Theme.mm(wide ? 3 : 2)

    signal undockWanted()

    color: Theme.ground
    focus: true

    // What the notices say does not fit here, and nobody takes what they cannot see: F10 shows them first.
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F10)
            bar.undockWanted()
        event.accepted = event.key === Qt.Key_F10 || Strokes.pressed(event, bar.desk)
    }

    component One: DeskKey {
        required property string name
        width: bar.keyWidth
        height: Theme.mm(17)
        anchors.verticalCenter: parent.verticalCenter
        objectName: "key-" + name
        beside: true
        size: bar.wide ? Desk.label : Desk.body
        kind: bar.page.filled === name ? Key.Primary : Key.Quiet
        usable: !(bar.page.keys || {})[name]
        chosen: bar.page.out === name
        onTapped: bar.desk.press(name)
    }

    Column {
        id: counter
        x: Desk.margin
        width: Theme.mm(Say.latin ? 30 : 27)
        anchors.verticalCenter: parent.verticalCenter

        Plain {
            text: Say.of("caller.counter", { counter: bar.page.counter })
            size: Desk.label
            ratio: 1.3
            strong: true
        }

        Plain {
            objectName: "phase"
            text: bar.ticket ? Say.of(bar.page.phase === "serving" ? "bar.serving" : "bar.called", { time: bar.desk.timer })
                : Say.of(bar.paused ? "now.paused_word" : "now.idle_word")
            size: Desk.small
            ratio: 1.3
            color: Theme.ink2
        }
    }

    Text {
        id: number
        objectName: "current-number"
        x: counter.x + counter.width + Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        text: bar.ticket ? bar.ticket.label : ""
        color: bar.ticket ? Theme.ink : Theme.ink2
        font { pixelSize: Theme.type(11.5); weight: 700 }
    }

    Column {
        anchors { left: number.right; leftMargin: Theme.mm(4); right: side.left; rightMargin: Theme.mm(9) + 6 * bar.keyWidth + 5 * bar.gap; verticalCenter: parent.verticalCenter }

        Plain {
            width: parent.width
            text: bar.ticket ? (bar.ticket.name || Say.of("fact.anonymous_short"))
                + (bar.ticket.group !== "walk_in" ? "  " + Say.of("group." + bar.ticket.group) : "") : ""
            ratio: 1.3
            mayGiveWay: true
            font.weight: Theme.medium
        }

        Plain {
            width: parent.width
            text: bar.ticket ? Say.text(bar.ticket.item) : ""
            size: Desk.small
            ratio: 1.3
            mayGiveWay: true
            color: Theme.ink2
        }
    }

    Row {
        id: keys
        anchors { right: side.left; rightMargin: Theme.mm(5); verticalCenter: parent.verticalCenter }
        height: Theme.mm(17)
        spacing: bar.gap

        One { name: "call"; icon: "call"; word: Say.of("key.call") }
        One { name: "recall"; icon: "recall"; word: Say.of("key.recall") }
        One { name: "pass"; icon: "pass"; word: Say.of("key.pass") }
        One { name: "pause"; icon: bar.paused ? "call_back" : "off"; word: Say.of(bar.paused ? "key.resume_short" : "key.pause_short") }
        One { name: "finish"; icon: "check"; word: Say.of("key.finish") }
        One { name: "start"; icon: "person"; word: Say.of("key.start_short") }
    }

    Column {
        id: side
        anchors { right: undock.left; rightMargin: Theme.mm(4); verticalCenter: parent.verticalCenter }
        width: Theme.mm(26)

        Plain {
            visible: bar.page.link.up
            text: bar.page.waiting > 0 ? Say.of("bar.waiting", { count: bar.page.waiting }) : Say.of("bar.nobody")
            ratio: 1.3
            font.weight: Theme.medium
        }

        Plain {
            objectName: "bar-notices"
            visible: bar.page.link.up && bar.page.open > 0
            text: bar.page.open > 0 ? Say.of("notice.bar", { count: bar.page.open }) : ""
            size: Desk.small
            ratio: 1.3
            font.weight: Theme.keyWeight
            color: Theme.warn
        }

        Plain {
            visible: bar.page.link.up && !!bar.page.next
            text: bar.page.next ? Say.of("bar.next", { label: bar.page.next.label }) : ""
            size: Desk.small
            ratio: 1.3
            color: Theme.ink2
        }

        Caption {
            visible: !bar.page.link.up
            width: parent.width
            text: Say.of("link." + bar.page.link.word, { since: bar.page.link.since })
            size: Desk.small
            ratio: 1.3
            color: Theme.bad
        }
    }

    Behind {
        objectName: "behind"
        anchors { left: parent.left; bottom: parent.bottom }
        width: keys.x - Theme.mm(2)
        height: Theme.mm(5.2)
        behind: !bar.Window.active
        words: Say.of("bar.behind")
    }

    DeskButton {
        id: undock
        objectName: "undock"
        anchors { right: parent.right; rightMargin: Desk.margin; verticalCenter: parent.verticalCenter }
        height: Theme.mm(17)
        text: Say.of("caller.undock")
        onTapped: bar.undockWanted()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.stroke(0.5)
        color: Theme.edge
    }
}
