import QtQuick
import "../components"
import "../staff"
import "../theme"

// The hall's board. Millimetres are those of a 55-inch panel seen from eight metres: the called number 174 mm, recent
// calls 42 mm, the notice 23 mm high.
Rectangle {
    id: board

    required property QtObject hall
    readonly property var page: hall.page
    readonly property bool tall: height > width
    readonly property real margin: Theme.mm(36)
    readonly property real gap: Theme.mm(13)
    readonly property real inner: width - 2 * margin

    color: Theme.ground

    BoardHeader {
        id: header
        x: board.margin
        width: board.inner
        tall: board.tall
        page: board.page
        clock: board.hall.clock.text
    }

    CallPanel {
        id: now
        x: board.margin
        y: header.height + board.gap
        width: board.tall ? board.inner : Math.round(board.inner * 0.607)
        height: board.tall ? Theme.mm(430) : waits.y - board.gap - y
        call: board.page.now || null
        known: board.page.known
        silent: board.page.silent
        link: board.page.link
        news: board.hall.news
    }

    RecentCalls {
        x: board.tall ? board.margin : now.x + now.width + Theme.mm(24)
        y: board.tall ? now.y + now.height + board.gap : now.y
        width: board.width - board.margin - x
        height: (board.tall ? waits.y - board.gap : now.y + now.height) - y
        calls: board.page.recent
        news: board.hall.news
    }

    WaitStrip {
        id: waits
        x: board.margin
        anchors { bottom: notice.top; bottomMargin: board.gap * 0.7 }
        width: board.inner
        waits: board.page.waits
        known: board.page.known
    }

    Caption {
        id: notice
        objectName: "notice"
        x: board.margin
        width: board.inner
        height: Math.max(Theme.mm(board.tall ? 96 : 66), implicitHeight + Theme.mm(4))
        anchors { bottom: parent.bottom; bottomMargin: Theme.mm(board.tall ? 11 : 5) }
        topPadding: 0
        bottomPadding: 0
        verticalAlignment: Text.AlignVCenter
        text: board.page.notice ? Say.text(board.page.notice) : ""
        size: Theme.type(Say.latin ? 24 : 26)
        ratio: 1.2
    }
}
