import QtQuick
import "../components"
import "../staff"
import "../theme"

// The reader: invented people's cards to lay on it, one at a time.
DeviceCard {
    id: bench

    required property QtObject desk
    readonly property var reader: desk.page.reader
    readonly property var laid: desk.page.cards.find(card => card.card === reader.card) || null

    icon: "id_card"
    name: Say.of("reader.name")
    stateKind: reader.line === "good" || reader.line === "" ? (laid ? "info" : "ok") : "warn"
    stateWord: !desk.page.there ? "" : reader.line !== "good" && reader.line !== "" ? Say.of("line." + reader.line + "_state")
        : laid ? Say.of("reader.laid") : Say.of("reader.empty")

    Plain {
        id: head
        text: Say.of("reader.cards")
        size: Desk.small
        color: Theme.ink2
    }

    Grid {
        id: cards
        anchors { top: head.bottom; topMargin: Theme.mm(1.5); left: parent.left; right: parent.right }
        columns: 2
        spacing: Theme.mm(2.5)

        Repeater {
            model: bench.desk.page.cards

            Key {
                id: card
                required property var modelData
                readonly property bool here: modelData.card === bench.reader.card
                objectName: "card-" + modelData.card
                width: Math.floor((cards.width - cards.spacing) / 2)
                height: Theme.mm(23)
                radius: Desk.radius
                depth: Desk.lip
                chosen: here
                spoken: modelData.name
                onTapped: here ? bench.desk.lift() : bench.desk.lay(modelData.card)

                Rectangle { // the photograph's place
                    anchors { right: parent.right; top: parent.top; margins: Theme.mm(2.2) }
                    width: Theme.mm(7)
                    height: Theme.mm(9)
                    radius: Theme.mm(0.8)
                    color: card.here ? Theme.surface : Theme.tint

                    Icon {
                        anchors.centerIn: parent
                        name: "person"
                        size: Theme.mm(6)
                    }
                }

                Column {
                    x: Theme.mm(3)
                    width: parent.width - Theme.mm(6)
                    anchors.verticalCenter: parent.verticalCenter

                    Plain {
                        text: card.modelData.name
                        size: Desk.body
                        ratio: 1.3
                        font.weight: Theme.keyWeight
                    }

                    Plain {
                        text: Say.of("reader.tail", { number: card.modelData.number })
                        size: Desk.small
                        ratio: 1.25
                        color: Theme.ink2
                    }

                    Plain {
                        width: parent.width
                        text: card.here ? Say.of("reader.here") : Say.either("card." + card.modelData.card, "card.other", { special: card.modelData.special })
                        size: Desk.small
                        ratio: 1.25
                        color: card.here ? Theme.accent : Theme.ink2
                        font.weight: card.here ? Theme.keyWeight : 400
                    }
                }
            }
        }
    }

    DeskKey {
        objectName: "lift"
        anchors { left: parent.left; right: parent.right; bottom: line.top; bottomMargin: Theme.mm(4) }
        height: Theme.mm(15)
        visible: !!bench.laid
        live: visible
        kind: bench.desk.page.printer.hanging > 0 ? Key.Quiet : Key.Primary
        icon: "hand"
        beside: true
        word: Say.of("reader.lift")
        onTapped: bench.desk.lift()
    }

    ChoiceRow {
        id: line
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        head: Say.of("line.head")
        group: "reader-line"
        live: bench.desk.page.there
        choices: ["good", "silent", "noisy", "unplugged"]
        chosen: bench.reader.line
        onWanted: choice => bench.desk.line("reader", choice)
    }
}
