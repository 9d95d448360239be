import QtQuick
import "../components"
import "../staff"
import "../theme"

// The five calls before: number, what is special about it, counter. When more people are on the way to a counter than
// there are rows, the list turns its pages; a new call brings the first one back.
Item {
    id: recent

    property var calls: []
    property int news: 0
    property int page: 0
    readonly property int pages: Math.max(1, Math.ceil(calls.length / 5))
    readonly property real headHeight: Theme.mm(38)
    readonly property real rowHeight: Math.floor((height - headHeight) / 5)

    Caption {
        objectName: "recent-head"
        text: recent.pages > 1 ? Say.of("board.recent_page", { page: recent.page + 1, pages: recent.pages }) : Say.of("board.recent")
        size: Theme.type(25)
        ratio: 1.3
        color: Theme.ink2
    }

    Caption {
        anchors.right: parent.right
        text: Say.of("board.counter_head")
        size: Theme.type(25)
        ratio: 1.3
        color: Theme.ink2
    }

    Rectangle {
        y: recent.headHeight
        width: parent.width
        height: Theme.stroke(0.9)
        color: Theme.line
    }

    onNewsChanged: turn.begin()
    onPagesChanged: if (page >= pages) turn.begin()

    Timer {
        id: turn
        objectName: "turn"
        interval: 6000
        repeat: true
        running: recent.pages > 1
        onTriggered: recent.page = (recent.page + 1) % recent.pages

        function begin() {
            recent.page = 0
            if (running)
                restart()
        }
    }

    Repeater {
        model: 5

        Item {
            id: row
            required property int index
            readonly property var call: recent.calls[recent.page * 5 + index] || null
            readonly property int size: Theme.mm(call && call.label.length > 5 ? 48 : 58)
            visible: !!call
            y: recent.headHeight + index * recent.rowHeight
            width: recent.width
            height: recent.rowHeight

            Text {
                id: label
                objectName: "recent-number"
                y: (parent.height - 0.733 * font.pixelSize) / 2 + 0.733 * font.pixelSize - baselineOffset
                text: row.call ? row.call.label : ""
                color: row.call && row.call.mark === "passed" ? Theme.ink2 : Theme.ink
                font { pixelSize: row.size; weight: 700 }
            }

            BoardChip {
                visible: !!row.call && row.call.mark !== ""
                anchors { left: label.right; leftMargin: Theme.mm(11); verticalCenter: parent.verticalCenter }
                word: row.call && row.call.mark ? Say.of("board.mark_" + row.call.mark) : ""
                ink: row.call && row.call.mark === "passed" ? Theme.ink2 : Theme.accent
            }

            Text {
                anchors.right: parent.right
                y: label.y
                text: row.call ? row.call.counter : ""
                color: label.color
                font { pixelSize: row.size; weight: 700 }
            }

            Rectangle {
                visible: row.index < 4
                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.stroke(0.9)
                color: Theme.line
            }
        }
    }
}
