import QtQuick
import "../theme"

// Turns the pages of a list: two keys with the page's number between them, or above them where it is narrow.
Item {
    id: keys

    property PagedList list
    readonly property bool narrow: Theme.landscape
    readonly property real gap: Theme.mm(4)
    readonly property real side: narrow ? Math.floor((width - gap) / 2) : Math.floor((width - 2 * gap) * 0.36)

    implicitHeight: Theme.keyHeight + (narrow ? says.height + Theme.mm(2) : 0)
    visible: list.pages > 1

    Caption {
        id: says
        width: keys.narrow ? parent.width : keys.width - 2 * keys.gap - 2 * keys.side
        x: keys.narrow ? 0 : keys.side + keys.gap
        y: keys.narrow ? 0 : Math.round((keys.height - height) / 2)
        horizontalAlignment: keys.narrow ? Text.AlignLeft : Text.AlignHCenter
        text: Phrase.of("list.page", { page: keys.list.shownPage + 1, pages: keys.list.pages })
        size: Theme.small
        color: Theme.ink2
    }

    ActionKey {
        objectName: "list-before"
        anchors.bottom: parent.bottom
        width: keys.side
        height: Theme.keyHeight
        icon: "up"
        size: Theme.body
        text: Phrase.of("list.before")
        visible: keys.list.shownPage > 0
        live: visible
        onTapped: keys.list.turn(-1)
    }

    ActionKey {
        objectName: "list-after"
        anchors { bottom: parent.bottom; right: parent.right }
        width: keys.side
        height: Theme.keyHeight
        icon: "down"
        size: Theme.body
        text: Phrase.of("list.after")
        visible: keys.list.shownPage < keys.list.pages - 1
        live: visible
        onTapped: keys.list.turn(1)
    }
}
