import QtQuick
import "../theme"

// The time is nearly up: the page behind is blank, one touch anywhere goes on.
Rectangle {
    id: card

    readonly property bool holdsText: true
    property int seconds: 20
    property string number // of the visit, with its word; empty when there is none
    property string last // said instead of offering to go on, when the time cannot be extended any more
    readonly property bool extendable: last === ""

    signal goOn()
    signal leave()

    implicitHeight: words.height + keys.height + 3 * Theme.mm(12)
    radius: Theme.mm(4)
    color: Theme.surface
    border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

    MouseArea {
        objectName: "warning-card"
        anchors.fill: parent
        enabled: card.extendable
        onClicked: card.goOn()
    }

    Column {
        id: words
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.mm(12) }
        spacing: Theme.mm(4)

        Icon {
            name: "clock"
            size: Theme.mm(20)
            visible: !(Theme.landscape && Theme.elder && card.number !== "") // the words need its place
            x: -indent
        }

        Caption {
            width: parent.width
            text: Phrase.of("warning.question")
            size: Theme.display
            font.weight: Theme.medium
        }

        Caption {
            width: parent.width
            text: Phrase.of("warning.sentence", { seconds: card.seconds }) + (Theme.latin && card.last ? " " : "") + card.last
            size: Theme.label
            color: Theme.ink2
        }

        Caption {
            objectName: "warning-number"
            width: parent.width
            visible: card.number !== ""
            text: card.number
            size: Theme.title
            font.weight: Theme.keyWeight
        }
    }

    Grid {
        id: keys
        readonly property bool stacked: card.width < Theme.mm(Theme.elder ? 300 : 200)
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.mm(12) }
        columns: stacked ? 1 : 2
        spacing: Theme.mm(6)

        ActionKey {
            objectName: "warning-go-on"
            width: keys.stacked ? keys.width : Math.floor((keys.width - keys.spacing) / 2)
            kind: Key.Primary
            visible: card.extendable
            live: visible
            text: Phrase.of("warning.go_on")
            onTapped: card.goOn()
        }

        ActionKey {
            objectName: "warning-leave"
            width: keys.stacked ? keys.width : Math.floor((keys.width - keys.spacing) / 2)
            text: Phrase.of("warning.leave")
            onTapped: card.leave()
        }
    }
}
