import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who was called and did not come. Each may come back once, within the hall's time.
ChoosingList {
    id: passed

    required property QtObject desk

    model: desk.passed
    emptyWords: Say.of("list.nobody_passed")
    onEntered: row => passed.desk.restore(row.id)

    delegate: ChoosingRow {
        id: line

        Text {
            x: line.inset
            anchors.verticalCenter: parent.verticalCenter
            text: line.row.label
            color: Theme.ink
            font { pixelSize: Theme.type(6.4); weight: 700 }
        }

        Column {
            x: line.inset + Theme.mm(25)
            anchors.verticalCenter: parent.verticalCenter

            Plain {
                text: line.row.name || Say.of("fact.anonymous_short")
                ratio: 1.2
            }

            Plain {
                text: Say.of(line.row.ago > 0 ? "list.passed_ago" : "list.passed_now", { minutes: line.row.ago })
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
    }
}
