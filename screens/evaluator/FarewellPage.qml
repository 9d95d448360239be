import QtQuick
import "../components"
import "../staff"
import "../theme"

// Thanks, the same for every answer: nobody can read from afar what was chosen.
Item {
    id: farewell

    property bool over: false

    Column {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; verticalCenterOffset: -Theme.mm(4) }
        spacing: Theme.mm(4)

        Icon {
            name: farewell.over ? "clock" : "ok"
            size: Theme.mm(26)
            x: -indent
            color: farewell.over ? Theme.accent : Theme.ok
        }

        Caption {
            objectName: "farewell"
            width: parent.width
            text: Say.of(farewell.over ? "over.title" : "thanks.title")
            size: Theme.mm(20)
            ratio: 1.2
            font.weight: Theme.keyWeight
        }

        Caption {
            width: parent.width
            text: Say.of(farewell.over ? "over.sentence" : "thanks.sentence")
            size: Theme.mm(Say.latin ? 9.5 : 11)
            ratio: 1.4
            color: Theme.ink2
        }
    }
}
