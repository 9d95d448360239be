import QtQuick
import "../components"
import "../staff"
import "../theme"

// One thing that is in one of a few states; touching a state brings it about.
Column {
    id: row

    property string head
    property string group // names the words and the keys
    property var choices: []
    property string chosen
    property bool live: true // false while nobody is there who could bring it about

    signal wanted(string choice)

    spacing: Theme.mm(1.2)

    Plain {
        text: row.head
        size: Desk.small
        color: Theme.ink2
    }

    Row {
        width: row.width
        spacing: Theme.mm(2)

        Repeater {
            model: row.choices

            DeskButton {
                required property string modelData
                objectName: row.group + "-" + modelData
                width: Math.floor((row.width - (row.choices.length - 1) * Theme.mm(2)) / row.choices.length)
                height: Theme.mm(13)
                chosen: row.chosen === modelData
                live: row.live
                text: Say.of(row.group.split("-").pop() + "." + modelData)
                onTapped: row.wanted(modelData)
            }
        }
    }
}
