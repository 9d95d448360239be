import QtQuick
import "../components"
import "../staff"
import "../theme"

// Everybody who waits for this counter, by arrival; the next one is marked.
Item {
    id: waiting

    property var rows
    property int unseen: 0
    readonly property real waitWidth: Theme.mm(19)
    readonly property real numberWidth: Theme.mm(24)

    ScrollList {
        anchors.fill: parent
        model: waiting.rows
        emptyWords: Say.of("list.nobody_waiting")
        footer: Caption {
            width: ListView.view ? ListView.view.width : 0
            height: waiting.unseen > 0 ? Desk.row : 0
            visible: waiting.unseen > 0
            verticalAlignment: Text.AlignVCenter
            text: Say.of("list.unseen", { count: waiting.unseen })
            size: Desk.small
            color: Theme.ink2
        }

        delegate: Item {
            id: line
            required property var row
            required property int index
            width: ListView.view.width - Theme.mm(3)
            height: Desk.row

            Text {
                objectName: "waiting-number"
                anchors.verticalCenter: parent.verticalCenter
                text: line.row.label
                color: line.row.next ? Theme.accent : Theme.ink
                font { pixelSize: Theme.type(6.4); weight: 700 }
            }

            Column {
                x: waiting.numberWidth
                width: parent.width - x - waiting.waitWidth
                anchors.verticalCenter: parent.verticalCenter

                Plain {
                    width: parent.width
                    text: Say.text(line.row.item)
                    mayGiveWay: true
                    ratio: 1.2
                }

                Row {
                    spacing: Theme.mm(3)

                    Plain {
                        text: line.row.name || Say.of(line.row.unsigned ? "fact.unsigned_short" : "fact.anonymous_short")
                        size: Desk.small
                        ratio: 1.25
                        color: line.row.unsigned ? Theme.warn : Theme.ink2
                    }

                    Plain {
                        text: Say.of("group." + line.row.group)
                        size: Desk.small
                        ratio: 1.25
                        font.weight: line.row.group === "walk_in" ? 400 : Theme.keyWeight
                        color: line.row.group === "walk_in" ? Theme.ink2 : Theme.accent
                    }

                    Plain {
                        visible: line.row.unconfirmed
                        text: Say.of("group.unconfirmed")
                        size: Desk.small
                        ratio: 1.25
                        color: Theme.warn
                    }

                    Plain {
                        visible: line.row.linked.length > 0
                        text: Say.of("list.linked", { labels: line.row.linked.join(" ") })
                        size: Desk.small
                        ratio: 1.25
                        color: Theme.warn
                    }
                }
            }

            Column {
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }

                Plain {
                    anchors.right: parent.right
                    text: Say.of("list.minutes", { minutes: line.row.waited })
                    ratio: 1.2
                }

                Plain {
                    visible: line.row.next
                    anchors.right: parent.right
                    text: Say.of("next.head")
                    size: Desk.small
                    ratio: 1.25
                    color: Theme.accent
                    font.weight: Theme.keyWeight
                }
            }

            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Desk.hairline
                color: Theme.line
            }
        }
    }
}
