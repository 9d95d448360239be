import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who waits and who was passed over, one list at a time. By keys: Tab changes the list; among the passed the arrows
// choose and Enter restores.
Item {
    id: lists

    required property QtObject desk
    readonly property var page: desk.page
    property string shown: "waiting"

    function show(list) {
        passed.currentIndex = 0 // the one who was passed over last
        lists.shown = list
    }

    function pressed(event) {
        if (event.key === Qt.Key_Tab || event.key === Qt.Key_Backtab)
            lists.show(lists.shown === "waiting" ? "passed" : "waiting")
        else if (lists.shown !== "passed" || !passed.pressed(event))
            return false
        return true
    }

    Row {
        id: tabs
        spacing: Theme.mm(2.5)

        Repeater {
            model: ["waiting", "passed"]

            DeskButton {
                required property string modelData
                objectName: "tab-" + modelData
                chosen: lists.shown === modelData
                pad: Theme.mm(5.5)
                text: Say.of("list." + modelData, { count: lists.page[modelData] || 0 })
                onTapped: lists.show(modelData)
            }
        }
    }

    Caption {
        objectName: "list-keys"
        anchors { left: tabs.right; leftMargin: Theme.mm(3); right: parent.right; verticalCenter: tabs.verticalCenter }
        horizontalAlignment: Text.AlignRight
        text: Say.of(lists.shown === "passed" && lists.page.passed > 0 ? "list.keys_passed" : "list.keys")
        size: Desk.small
        ratio: 1.2
        color: Theme.ink2
    }

    Rectangle {
        anchors { left: parent.left; right: parent.right; top: tabs.bottom; bottom: parent.bottom; topMargin: Theme.mm(3) }
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
    }
}
