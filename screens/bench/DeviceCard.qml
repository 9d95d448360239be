import QtQuick
import "../components"
import "../staff"
import "../theme"

// One device on the bench: its name, its state in a word, and what belongs to it.
Rectangle {
    id: card

    property string icon
    property string name
    property string stateWord
    property string stateKind: "ok"
    default property alias content: inside.data

    radius: Theme.mm(2.5)
    color: Theme.surface

    Icon {
        id: sign
        x: Desk.inside - indent
        y: Desk.inside - indent
        size: Theme.mm(8)
        name: card.icon
    }

    Plain {
        id: title
        anchors { left: sign.right; leftMargin: Theme.mm(2); verticalCenter: sign.verticalCenter }
        text: card.name
        size: Desk.label
        strong: true
    }

    StateChip {
        anchors { right: parent.right; rightMargin: Desk.inside; verticalCenter: sign.verticalCenter }
        visible: card.stateWord !== ""
        size: Desk.body
        kind: card.stateKind
        word: card.stateWord
    }

    Item {
        id: inside
        anchors { fill: parent; margins: Desk.inside; topMargin: Desk.inside + Theme.mm(11) }
    }
}
