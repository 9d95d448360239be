import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who waits and who was passed over, one list at a time.
Item {
    id: lists

    required property QtObject desk
    readonly property var page: desk.page
    property string shown: "waiting"

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
                onTapped: lists.shown = modelData
            }
        }
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
            anchors { fill: parent; leftMargin: Desk.inside; rightMargin: Theme.mm(2.5) }
            visible: lists.shown === "passed"
            desk: lists.desk
        }
    }
}
