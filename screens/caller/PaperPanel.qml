import QtQuick
import "../components"
import "../staff"
import "../theme"

// A number on paper, whether the hall knows it or not: scanned, or typed by keyboard or the keys below; the hall's
// answer stands in the same place.
Item {
    id: panel

    required property QtObject desk
    readonly property QtObject paper: desk.paper
    readonly property var answer: paper.answer
    readonly property string stage: paper.stage
    readonly property bool found: stage === "answered" && !!answer.id
    readonly property bool mine: found && answer.typedBy !== "" && answer.typedBy === desk.page.clerk
    readonly property bool again: stage === "answered" && !!answer.again

    // True when the stroke was for here.
    function pressed(event) {
        const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter
        if (enter && event.modifiers & Qt.ControlModifier)
            panel.paper.takeIn()
        else if (event.key === Qt.Key_Delete && panel.mine)
            panel.desk.takeBack(panel.answer.id)
        else if (enter)
            panel.go()
        else if (event.key === Qt.Key_Backspace)
            panel.paper.erase()
        else if (event.key === Qt.Key_Tab && panel.paper.scanned && panel.stage === "typing")
            panel.paper.enter() // some scanners end with it
        else
            return event.key === Qt.Key_Escape && panel.paper.leave()
        return true
    }

    function go() {
        if (panel.found && panel.answer.restorable)
            panel.desk.restore(panel.answer.id)
        else
            panel.paper.enter()
    }

    Column {
        id: top
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Desk.inside }
        spacing: Theme.mm(4)

        Entry {
            objectName: "entry-paper"
            width: parent.width
            head: Say.of("paper.head")
            text: panel.found ? panel.answer.label : panel.paper.scanned ? Say.of("paper.scanned") : panel.paper.label
            chosen: panel.stage === "typing"
        }

        Caption {
            objectName: "paper-sentence"
            width: parent.width
            text: panel.stage === "answered" ? Say.either(panel.answer.sentence || "", "refused.other", {
                    counter: panel.answer.counter,
                    place: Say.of(panel.answer.ahead > 0 ? "paper.behind" : "paper.first", { ahead: panel.answer.ahead })
                })
                : panel.stage === "unknown" ? Say.either(panel.answer.sentence || "", "paper.not_known", { label: panel.paper.label, clerk: panel.desk.page.clerk })
                : Say.of("paper." + panel.stage)
            size: Desk.body
            ratio: 1.4
            color: panel.stage === "answered" && !panel.found ? Theme.bad : panel.stage === "typing" ? Theme.ink2 : Theme.ink
        }

        Column {
            visible: panel.found
            width: parent.width
            spacing: Theme.mm(0.4)

            Fact { // neither a typed number nor a code tells whose it is
                width: parent.width
                visible: panel.found && panel.answer.known
                asks: Say.of("fact.person")
                answers: !panel.found ? "" : panel.answer.name
                    ? Say.of("fact.person_value", { name: panel.answer.name, tail: panel.answer.tail }) : Say.of("fact.anonymous")
            }

            Fact {
                width: parent.width
                asks: Say.of("fact.kind")
                answers: panel.found ? Say.of("group." + panel.answer.group) : ""
            }

            Fact {
                width: parent.width
                visible: panel.found && panel.answer.counters.length > 0
                asks: Say.of("fact.counters")
                answers: panel.found ? Say.of("fact.counters_value", { counters: panel.answer.counters.join(Say.latin ? ", " : "、") }) : ""
            }
        }

        Row {
            spacing: Theme.mm(3)
            visible: panel.stage === "unknown" || panel.stage === "answered"

            DeskButton {
                objectName: "paper-back"
                text: Say.of(panel.stage === "unknown" ? "paper.change" : "paper.another")
                onTapped: panel.paper.leave()
            }

            DeskButton {
                objectName: "paper-go"
                visible: panel.again || panel.found && panel.answer.restorable
                live: visible
                chosen: panel.desk.page.out === "restore"
                text: Say.of(panel.again ? "paper.again" : "paper.restore")
                onTapped: panel.go()
            }

            DeskButton {
                objectName: "paper-take-in"
                visible: panel.stage === "unknown"
                live: visible
                text: Say.of("paper.take_in")
                onTapped: panel.paper.takeIn()
            }

            DeskButton {
                objectName: "paper-take-back"
                visible: panel.mine
                live: visible
                chosen: panel.desk.page.out === "take_back"
                text: Say.of("paper.take_back")
                onTapped: panel.desk.takeBack(panel.answer.id)
            }
        }
    }

    LetterKeys {
        objectName: "letters"
        visible: panel.stage === "typing"
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Desk.inside }
        usable: panel.paper.label !== ""
        onTyped: letter => panel.paper.type(letter)
        onErased: panel.paper.erase()
        onEntered: panel.paper.enter()
    }
}
