import QtQuick
import "../theme"

// Five short lines before anything is read: what, what for, how long, who, and what one may do instead.
Column {
    id: consent

    property string head
    property var entries: [] // [{ asks, answers }]
    readonly property bool inline: Theme.elder || (Theme.latin && Theme.landscape)
    readonly property int size: Theme.elder && (Theme.latin || Theme.landscape) ? Math.round(9.2 * Theme.density)
        : Theme.elder || inline ? Theme.small : Theme.body
    spacing: Theme.mm(1)

    Caption {
        width: parent.width
        visible: text !== ""
        text: consent.head
        size: Theme.label
        strong: true
        height: implicitHeight + Theme.mm(2)
    }

    Repeater {
        model: consent.entries

        Item {
            required property var modelData
            width: consent.width
            height: answers.height

            Caption {
                visible: !consent.inline
                width: Theme.mm(Theme.latin ? 60 : 40)
                text: modelData.asks
                ratio: 1.4
                color: Theme.ink2
            }

            Caption { // larger type needs the whole width: topic and answer in one run
                id: answers
                x: consent.inline ? 0 : Theme.mm(Theme.latin ? 60 : 40)
                width: parent.width - x
                text: consent.inline ? modelData.asks + (Theme.latin ? ": " : "：") + modelData.answers : modelData.answers
                size: consent.size
                ratio: consent.inline ? 1.3 : 1.4
            }
        }
    }
}
