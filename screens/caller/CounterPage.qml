import QtQuick
import "../components"
import "../staff"
import "../theme"

// Who is here and who is next, the keys, and who waits.
Item {
    id: counter

    required property QtObject desk
    readonly property var page: desk.page
    readonly property real leftWidth: Math.round(Math.min(Theme.mm(112), width * 0.315))
    readonly property real keysWidth: Math.round(Math.min(Theme.mm(100), width * 0.293))

    NowCard {
        id: now
        width: counter.leftWidth
        height: Theme.mm(89)
        desk: counter.desk
    }

    NextCard {
        anchors { left: now.left; right: now.right; top: now.bottom; bottom: today.top; topMargin: Desk.gap; bottomMargin: Desk.gap }
        page: counter.page
    }

    Today {
        id: today
        anchors { left: now.left; right: now.right; bottom: parent.bottom }
        figures: counter.page.today || null
    }

    ClerkKeys {
        id: keys
        x: counter.leftWidth + Desk.gap
        width: counter.keysWidth
        height: now.height
        desk: counter.desk
    }

    Notices {
        anchors { left: keys.left; right: keys.right; top: keys.bottom; bottom: parent.bottom; topMargin: Desk.gap }
        desk: counter.desk
    }

    function pressed(event) {
        return lists.pressed(event)
    }

    QueueLists {
        id: lists
        anchors { left: keys.right; leftMargin: Desk.gap; right: parent.right; top: parent.top; bottom: parent.bottom }
        desk: counter.desk
    }
}
