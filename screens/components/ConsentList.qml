import QtQuick
import "../theme"

// Five short lines before anything is read: what, what for, how long, who, and what one may do instead.
Column {
    id: consent

    property string head
    property var entries: [] // [{ asks, answers }]
    spacing: Theme.mm(Theme.elder ? 2.5 : 1)

    Caption {
        width: parent.width
        visible: text !== ""
        text: consent.head
        size: Theme.label
        strong: true
        bottomPadding: lift + Theme.mm(2)
    }

    Repeater {
        model: consent.entries

        Item {
            required property var modelData
            width: consent.width
            height: answers.height

            Caption {
                id: asks
                width: Theme.mm(Theme.latin ? 50 : 40) * Theme.elderFactor
                text: modelData.asks
                size: Theme.body
                ratio: 1.4
                color: Theme.ink2
            }

            Caption {
                id: answers
                anchors { left: asks.right; right: parent.right }
                text: modelData.answers
                size: Theme.body
                ratio: 1.4
            }
        }
    }
}
