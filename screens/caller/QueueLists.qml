import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who waits, who was passed over, a number on paper, and after a loss of the hall's book the terminals it waits for: one
// at a time. By keys: Tab goes to the next, Esc back to who waits; among rows the arrows choose and Enter does.
Item {
    id: lists

    required property QtObject desk
    readonly property var page: desk.page
    property string shown: "waiting"
    readonly property var all: page.awaited > 0 || shown === "awaited" ? ["waiting", "passed", "paper", "awaited"]
        : ["waiting", "passed", "paper"]

    function show(list) {
        passed.currentIndex = 0 // the one who was passed over last
        awaited.reset()
        lists.shown = list
    }

    function pressed(event) {
        if (lists.shown === "passed" && passed.pressed(event) || lists.shown === "paper" && paper.pressed(event)
                || lists.shown === "awaited" && awaited.pressed(event))
            return true
        if (event.key === Qt.Key_Tab || event.key === Qt.Key_Backtab)
            lists.turn(event.key === Qt.Key_Tab ? 1 : -1)
        else if (event.key === Qt.Key_Escape)
            lists.show("waiting")
        else if (Strokes.lettered(event, lists.desk))
            lists.open()
        else
            return false
        return true
    }

    function turn(by) {
        lists.show(lists.all[(lists.all.indexOf(lists.shown) + by + lists.all.length) % lists.all.length])
    }

    function open() {
        if (lists.shown !== "paper")
            lists.show("paper")
    }

    Connections {
        target: lists.desk.paper
        function onOpened() { lists.open() }
    }

    Row {
        id: tabs
        spacing: Theme.mm(2.5)

        Repeater {
            model: lists.all

            DeskButton {
                required property string modelData
                objectName: "tab-" + modelData
                chosen: lists.shown === modelData
                pad: Theme.mm(lists.all.length > 3 ? 3 : 4.5)
                text: Say.of("list." + modelData, { count: lists.page[modelData] || 0 })
                onTapped: lists.show(modelData)
            }
        }
    }

    Rectangle {
        anchors { left: parent.left; right: parent.right; top: tabs.bottom; bottom: hint.top; topMargin: Theme.mm(3); bottomMargin: Theme.mm(2) }
        radius: Theme.mm(2.5)
        color: Theme.surface

        WaitingList {
            anchors { fill: parent; leftMargin: Desk.inside; rightMargin: Theme.mm(2.5) }
            visible: lists.shown === "waiting"
            rows: lists.desk.waiting
            unseen: lists.page.unseen || 0
        }

        PassedList {
            id: passed
            anchors { fill: parent; leftMargin: Desk.inside - inset; rightMargin: Theme.mm(2.5) }
            visible: lists.shown === "passed"
            desk: lists.desk
        }

        PaperPanel {
            id: paper
            anchors.fill: parent
            visible: lists.shown === "paper"
            desk: lists.desk
        }

        AwaitedPanel {
            id: awaited
            anchors.fill: parent
            visible: lists.shown === "awaited"
            desk: lists.desk
        }
    }

    Plain {
        id: hint
        objectName: "list-keys"
        anchors { left: parent.left; leftMargin: Desk.inside; bottom: parent.bottom }
        text: Say.of(lists.shown === "passed" && !lists.page.passed ? "list.keys_waiting" : "list.keys_" + lists.shown)
        size: Desk.small
        color: Theme.ink2
    }
}
