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
    readonly property real keyWidth: Theme.mm(wide ? 33 : Say.latin ? 22 : 25)
    readonly property real saysHeight: Theme.mm(6.2)
    readonly property real middle: Math.round((height - saysHeight) / 2)
    readonly property bool behind: !Window.active
    readonly property bool reading: desk.paper.stage === "typing" && (desk.paper.scanned || desk.paper.label !== "")
    readonly property real gap: Theme.mm(wide ? 3 : 2)

    signal undockWanted()

    color: Theme.ground
    focus: true

    // What the notices say, and what the hall says about a number on paper, does not fit here: F10, F12 and the end of a
    // number show the window first. A number is typed to its end here, so that no letter falls between two windows.
    Keys.onPressed: event => {
        event.accepted = true
        if (event.key === Qt.Key_F10)
            bar.undockWanted()
        else if (!Strokes.pressed(event, bar.desk))
            event.accepted = bar.page.signed && bar.read(event)
    }

    function read(event) {
        const paper = bar.desk.paper
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Tab && paper.scanned) {
            paper.open()
            paper.enter()
        } else if (event.key === Qt.Key_Backspace)
            paper.erase()
        else if (event.key === Qt.Key_Escape)
            paper.leave()
        else
            return Strokes.lettered(event, bar.desk)
        return true
    }

    Connections {
        target: bar.desk.paper
        enabled: bar.Window.visibility !== Window.Hidden
        function onOpened() { bar.undockWanted() }
    }

    component One: DeskKey {
        required property string name
        width: bar.keyWidth
        height: Theme.mm(17)
        objectName: "key-" + name
        beside: true
        withIcon: bar.wide || !Say.latin
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
        y: bar.middle - height / 2

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
        y: bar.middle - height / 2
        text: bar.ticket ? bar.ticket.label : ""
        color: bar.ticket ? Theme.ink : Theme.ink2
        font { pixelSize: Theme.type(11.5); weight: 700 }
    }

    Column {
        anchors { left: number.right; leftMargin: Theme.mm(4); right: side.left; rightMargin: Theme.mm(9) + 6 * bar.keyWidth + 5 * bar.gap }
        y: bar.middle - height / 2

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
            objectName: "bar-item"
            text: !bar.ticket ? "" : bar.ticket.endsWith.length > 0 ? Say.of("bar.linked", { labels: bar.ticket.endsWith.join(" ") })
                : Say.text(bar.ticket.item)
            size: Desk.small
            ratio: 1.3
            mayGiveWay: true
            color: bar.ticket && bar.ticket.endsWith.length > 0 ? Theme.warn : Theme.ink2
        }
    }

    Row {
        id: keys
        anchors { right: side.left; rightMargin: Theme.mm(5) }
        y: bar.middle - height / 2
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
        anchors { right: undock.left; rightMargin: Theme.mm(4) }
        y: bar.middle - height / 2
        width: Theme.mm(30)

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

    // What the hall answered, or what can be done now; without the keyboard, that.
    Rectangle {
        objectName: bar.behind ? "behind" : ""
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: bar.saysHeight
        color: bar.behind ? Theme.tint : Theme.ground

        Plain {
            objectName: "sentence"
            x: Desk.margin
            anchors.verticalCenter: parent.verticalCenter
            text: bar.behind ? Say.of("bar.behind")
                : bar.reading ? Say.of("bar.reading", { label: bar.desk.paper.scanned ? Say.of("paper.scanned") : bar.desk.paper.label })
                : Sentences.ofPage(bar.page).split("\n").join(Say.latin ? " " : "")
            size: Desk.small
            ratio: 1.1
            color: bar.behind ? Theme.ink : !bar.reading && Sentences.grave(bar.page) ? Theme.bad : Theme.ink2
        }
    }

    DeskButton {
        id: undock
        objectName: "undock"
        anchors { right: parent.right; rightMargin: Desk.margin }
        y: bar.middle - height / 2
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
