import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who was called and did not come. Each may come back once, within the hall's time.
ScrollList {
    id: passed

    required property QtObject desk
    inset: Theme.mm(3)
    keyNavigationEnabled: false // the window hears all keys

    function pressed(event) {
        if (event.key === Qt.Key_Up || event.key === Qt.Key_Down)
            passed.currentIndex = Math.max(0, Math.min(passed.count - 1, passed.currentIndex + (event.key === Qt.Key_Up ? -1 : 1)))
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            passed.chosen()
        else
            return false
        return true
    }

    function chosen() {
        if (passed.currentItem)
            passed.desk.restore(passed.currentItem.row.id)
    }
    model: desk.passed
    emptyWords: Say.of("list.nobody_passed")

    delegate: Item {
        id: line
        required property var row
        readonly property bool current: ListView.isCurrentItem
        width: ListView.view.width - Theme.mm(3)
        height: Desk.row

        Rectangle {
            objectName: "chosen-" + line.row.label
            visible: line.current
            anchors { fill: parent; bottomMargin: Desk.hairline }
            radius: Desk.radius
            color: Theme.tint
        }

        Text {
            id: number
            x: passed.inset
            anchors.verticalCenter: parent.verticalCenter
            text: line.row.label
            color: Theme.ink
            font { pixelSize: Theme.type(6.4); weight: 700 }
        }

        Column {
            x: passed.inset + Theme.mm(25)
            anchors.verticalCenter: parent.verticalCenter

            Plain {
                text: line.row.name || Say.of("fact.anonymous_short")
                ratio: 1.2
            }

            Plain {
                text: Say.of("list.passed_ago", { minutes: line.row.ago })
                size: Desk.small
                ratio: 1.25
                color: Theme.ink2
            }
        }

        DeskButton {
            objectName: "restore-" + line.row.label
            visible: line.row.restorable
            live: visible
            anchors { right: parent.right; rightMargin: Theme.mm(1.5); verticalCenter: parent.verticalCenter }
            icon: "restore"
            text: Say.of("list.restore")
            onTapped: passed.desk.restore(line.row.id)
        }

        Plain {
            visible: !line.row.restorable
            anchors { right: parent.right; rightMargin: Theme.mm(1.5); verticalCenter: parent.verticalCenter }
            text: Say.of("list.not_restorable")
            size: Desk.small
            color: Theme.ink2
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Desk.hairline
            color: Theme.line
        }
    }
}
