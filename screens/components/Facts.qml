import QtQuick
import "../theme"

// Short facts under each other: what is asked in second ink, what is so beside it, aligned.
Column {
    id: facts

    property var entries: [] // [{ asks, answers }]
    property real askWidth: Theme.mm(Theme.latin ? 42 : 46) * (Theme.elder ? 1.25 : 1)
    property bool strong: true
    property bool stacked: false // an answer that does not fit beside what is asked stands under it
    readonly property int size: Theme.elder && Theme.landscape ? Math.round(9.5 * Theme.density) : Theme.body
    spacing: Theme.mm(1.5)

    Repeater {
        model: facts.entries

        Item {
            id: fact
            required property var modelData
            readonly property bool stacked: facts.stacked && answers.implicitWidth > width - facts.askWidth
            width: facts.width
            height: answers.y + answers.height

            Caption {
                id: asks
                width: fact.stacked ? parent.width : facts.askWidth
                text: fact.modelData.asks
                size: facts.size
                ratio: 1.35
                color: Theme.ink2
            }

            Caption {
                id: answers
                x: fact.stacked ? 0 : facts.askWidth
                y: fact.stacked ? asks.height : 0
                width: parent.width - x
                text: fact.modelData.answers
                size: facts.size
                ratio: 1.35
                font.weight: facts.strong ? Theme.keyWeight : 400
            }
        }
    }
}
