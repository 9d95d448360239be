import QtQuick
import "../components"
import "../staff"
import "../theme"

// The hall's book of numbers was lost or put back: which terminals have not told yet what they gave today. One that is
// gone for good can be struck off, after a second word, because its numbers may then be given again.
Item {
    id: panel

    required property QtObject desk
    property string asked: "" // the terminal that is to be struck off, until the clerk says it again

    function reset() {
        panel.asked = ""
        rows.currentIndex = 0
    }

    function pressed(event) {
        if (panel.asked === "")
            return rows.pressed(event)
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            panel.strike()
        else if (event.key === Qt.Key_Escape)
            panel.asked = ""
        else
            return false
        return true
    }

    function strike() {
        panel.desk.strikeOff(panel.asked)
        panel.asked = ""
    }

    Connections { // it told after all
        target: panel.desk
        function onPageChanged() {
            if (panel.asked !== "" && !panel.desk.awaits(panel.asked))
                panel.asked = ""
        }
    }

    Caption {
        id: head
        objectName: "awaited-why"
        x: Desk.inside
        y: Desk.inside
        width: parent.width - 2 * x
        text: Say.of(panel.desk.page.awaited > 0 ? "awaited.why" : "awaited.over")
        size: Desk.body
        ratio: 1.35
    }

    ChoosingList {
        id: rows
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: question.visible ? question.top : parent.bottom }
        anchors { leftMargin: Desk.inside - inset; rightMargin: Theme.mm(2.5); topMargin: Theme.mm(2) }
        model: panel.desk.awaited
        onEntered: row => panel.asked = row.id

        delegate: ChoosingRow {
            id: line

            Plain {
                x: line.inset
                width: strike.x - x - Theme.mm(2)
                anchors.verticalCenter: parent.verticalCenter
                text: Say.of("awaited.terminal", { terminal: line.row.id })
                mayGiveWay: true
                font.weight: Theme.medium
            }

            DeskButton {
                id: strike
                objectName: "strike-" + line.row.id
                anchors { right: parent.right; rightMargin: Theme.mm(1.5); verticalCenter: parent.verticalCenter }
                chosen: panel.desk.page.out === "strike " + line.row.id
                text: Say.of("awaited.strike")
                onTapped: panel.asked = line.row.id
            }
        }
    }

    Rectangle {
        id: question
        objectName: "strike-question"
        visible: panel.asked !== ""
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.mm(3) }
        height: words.height + answers.height + 3 * Theme.mm(4)
        radius: Desk.radius
        color: Theme.badBg
        border { width: Theme.highContrast ? Desk.hairline : 0; color: Theme.bad }

        Caption {
            id: words
            x: Theme.mm(4)
            y: Theme.mm(4)
            width: parent.width - 2 * x
            text: panel.asked !== "" ? Say.of("awaited.sure", { terminal: panel.asked }) : ""
            size: Desk.body
            ratio: 1.35
        }

        Flow {
            id: answers
            x: Theme.mm(4)
            width: parent.width - 2 * x
            anchors { top: words.bottom; topMargin: Theme.mm(4) }
            spacing: Theme.mm(3)

            DeskButton {
                objectName: "strike-keep"
                text: Say.of("awaited.keep")
                onTapped: panel.asked = ""
            }

            DeskButton {
                objectName: "strike-sure"
                kind: Key.Danger
                text: Say.of("awaited.go")
                onTapped: panel.strike()
            }
        }
    }
}
