import QtQuick
import "../components"
import "../staff"
import "../theme"

// The person at the counter as a ticket: the number on its body, who and what below the tear.
Item {
    id: card

    required property QtObject desk
    readonly property var page: desk.page
    readonly property var ticket: page.current || null
    readonly property var linked: ticket ? ticket.linked : []
    readonly property real tear: Theme.mm(46)
    readonly property real bite: Theme.mm(2.6)

    Rectangle {
        anchors.fill: parent
        radius: Theme.mm(2.5)
        color: Theme.surface
    }

    Item {
        id: body
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Desk.inside }
        height: card.tear - Desk.inside

        Plain {
            id: heading
            objectName: "phase"
            text: Say.either("now." + card.page.phase, "now.idle")
            color: Theme.ink2
        }

        Plain {
            anchors.right: parent.right
            visible: !!card.ticket && card.ticket.group !== "walk_in"
            text: card.ticket ? Say.of("group." + card.ticket.group) : ""
            color: Theme.accent
            font.weight: Theme.keyWeight
        }

        Text {
            id: number
            objectName: "current-number"
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: heading.height * 0.45 }
            text: card.ticket ? card.ticket.label : Say.of(card.page.phase === "paused" ? "now.paused_word" : "now.idle_word")
            color: card.ticket ? Theme.ink : Theme.ink2
            font.weight: 700
            font.pixelSize: card.ticket
                ? Math.min(Desk.number, Math.round((body.width - timer.width - Theme.mm(4)) / (0.63 * card.ticket.label.length)))
                : Theme.type(13)
        }

        Column {
            id: timer
            visible: !!card.ticket
            width: Math.max(time.width, recalls.width)
            anchors { right: parent.right; bottom: number.bottom; bottomMargin: Math.round(number.font.pixelSize * 0.2) }

            Plain {
                id: time
                objectName: "timer"
                anchors.right: parent.right
                text: card.desk.timer
                size: Theme.type(9.5)
                font.weight: Theme.medium
                ratio: 1.2
            }

            Plain {
                id: recalls
                anchors.right: parent.right
                text: !card.ticket ? "" : card.page.phase === "serving" ? Say.of("now.serving_time")
                    : card.ticket.recalls > 0 ? Say.of("now.recalled", { count: card.ticket.recalls }) : Say.of("now.called_time")
                size: Desk.small
                color: Theme.ink2
            }
        }
    }

    Perforation {
        x: Desk.inside
        y: card.tear - height / 2
        width: parent.width - 2 * Desk.inside
        height: Theme.stroke(0.5)
        thick: Theme.stroke(0.4)
        color: Theme.side
    }

    Repeater {
        model: 2

        Rectangle {
            required property int index
            x: (index ? card.width : 0) - card.bite
            y: card.tear - card.bite
            width: 2 * card.bite
            height: width
            radius: card.bite
            color: Theme.ground
        }
    }

    Column {
        visible: !!card.ticket
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: Desk.inside; rightMargin: Desk.inside }
        anchors.topMargin: card.tear + Theme.mm(3.5)
        spacing: Theme.mm(0.4)

        Fact {
            objectName: "current-person"
            width: parent.width
            asks: Say.of("fact.person")
            answers: !card.ticket ? "" : card.ticket.name
                ? Say.of("fact.person_value", { name: card.ticket.name, tail: card.ticket.tail })
                : card.ticket.unsigned ? Say.of("fact.unsigned", { clerk: card.ticket.adoptedBy }) : Say.of("fact.anonymous")
            ink: card.ticket && card.ticket.unsigned ? Theme.warn : Theme.ink
        }

        Fact {
            objectName: "current-item"
            width: parent.width
            asks: Say.of("fact.item")
            answers: card.ticket ? Say.text(card.ticket.item) : ""
            lines: card.linked.length > 0 ? 2 : 3
        }

        Fact {
            width: parent.width
            asks: Say.of("fact.waited")
            answers: card.ticket ? Say.of(card.ticket.unconfirmed ? "fact.waited_unconfirmed"
                : card.ticket.waited < 1 ? "fact.waited_new" : "fact.waited_value",
                { minutes: card.ticket.waited }) : ""
            ink: card.ticket && card.ticket.unconfirmed ? Theme.warn : Theme.ink
        }

        Fact {
            objectName: "current-linked"
            width: parent.width
            visible: card.linked.length > 0
            asks: Say.of("fact.linked")
            answers: card.linked.map(one => Say.of("fact.linked_" + one.state, { label: one.label })).join(Say.latin ? ", " : "，")
            lines: 1
            ink: Theme.warn
        }
    }

    Caption {
        visible: !card.ticket
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: Desk.inside; rightMargin: Desk.inside }
        anchors.topMargin: card.tear + Theme.mm(5)
        text: Say.either("now.hint_" + card.page.phase, "now.hint_idle")
        size: Desk.body
        color: Theme.ink2
    }
}
