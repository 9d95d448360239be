import QtQuick
import "../components"
import "../staff"
import "../theme"

// Whom 叫号 would call now, and why this one and nobody else: what a clerk answers to whoever asks.
Rectangle {
    id: card

    property var page
    readonly property var next: page.next || null

    radius: Theme.mm(2.5)
    color: Theme.surface

    Plain {
        id: head
        x: Desk.inside
        y: Desk.inside
        text: Say.of("next.head")
        color: Theme.ink2
    }

    Caption {
        visible: !card.next
        x: Desk.inside
        width: parent.width - 2 * Desk.inside
        anchors.top: head.bottom
        anchors.topMargin: Theme.mm(2)
        text: Say.of("next.nobody")
        size: Desk.label
    }

    Item {
        id: person
        visible: !!card.next
        anchors { left: parent.left; right: parent.right; top: head.bottom; leftMargin: Desk.inside; rightMargin: Desk.inside }
        height: Theme.mm(19)

        Text {
            id: number
            objectName: "next-number"
            anchors.verticalCenter: parent.verticalCenter
            text: card.next ? card.next.label : ""
            color: Theme.ink
            font { pixelSize: Desk.figure; weight: 700 }
        }

        Column {
            anchors { left: number.right; leftMargin: Theme.mm(6); right: parent.right; verticalCenter: parent.verticalCenter }

            Plain {
                width: parent.width
                text: card.next ? (card.next.unsigned ? Say.of("fact.unsigned_short") + "  " : card.next.name ? card.next.name + "  " : "")
                    + Say.of("group." + card.next.group) : ""
                font.weight: Theme.medium
                ratio: 1.3
            }

            Plain {
                objectName: "next-item"
                width: parent.width
                text: card.next ? Say.text(card.next.item) : ""
                size: Desk.small
                mayGiveWay: true
                color: Theme.ink2
            }
        }
    }

    Rectangle {
        id: rule
        visible: !!card.next
        anchors { left: person.left; right: person.right; top: person.bottom; topMargin: Theme.mm(1) }
        height: Desk.hairline
        color: Theme.line
    }

    Column {
        visible: !!card.next
        anchors { left: person.left; right: person.right; top: rule.bottom; topMargin: Theme.mm(2.5) }
        spacing: Theme.mm(0.6)

        Plain {
            text: Say.of("next.why")
            size: Desk.small
            color: Theme.ink2
        }

        Repeater {
            model: card.next ? card.next.reasons : []

            Caption {
                required property string modelData
                objectName: "reason"
                width: person.width
                text: Say.either("reason." + modelData, "reason.other")
                size: Desk.body
                ratio: 1.35
            }
        }
    }
}
