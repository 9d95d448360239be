import QtQuick
import "../components"
import "../staff"
import "../theme"

// The hall did not answer. What was chosen is still here; trying again and going away are both possible.
Item {
    id: unsent

    required property QtObject desk

    AskingHead {
        id: head
        width: parent.width
        desk: unsent.desk
        question: Say.of("unsent.question")
        about: Say.of("unsent.about")
    }

    Row {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: Theme.mm(1) }
        spacing: Theme.mm(6)

        ActionKey {
            objectName: "try-again"
            width: Math.floor((parent.width - parent.spacing) / 2)
            height: Theme.mm(27)
            kind: Key.Primary
            size: Theme.mm(Say.latin ? 9 : 10.5)
            text: Say.of("unsent.again")
            onTapped: unsent.desk.submit()
        }

        ActionKey {
            objectName: "leave"
            width: Math.floor((parent.width - parent.spacing) / 2)
            height: Theme.mm(27)
            size: Theme.mm(Say.latin ? 9 : 10.5)
            text: Say.of("unsent.leave")
            onTapped: unsent.desk.leave()
        }
    }
}
