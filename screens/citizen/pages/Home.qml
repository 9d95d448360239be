import QtQuick
import "../../components"
import "../../theme"

// The first page: the one key most people need, what is often asked for, and the ways to a person.
CitizenPage {
    id: page

    readonly property real doorHeight: Theme.landscape ? Theme.mm(24) : Theme.keyHeight
    readonly property real used: notice.room + heading.height + tiles.skip + 2 * tiles.rowSpacing + doors.skip + doors.height
        + (lost.visible ? lost.skip + lost.height : 0)
    readonly property real tall: Math.min(Theme.mm(45), Math.floor((secondArea.height - used) / 3))

    question: Theme.landscape ? (face.question || "").replace("，", "，\n") : face.question || ""
    firstHeight: Theme.mm(face.notices.length ? 74 : 88)
    keysInFirst: true

    first: HeroTile {
        objectName: "hero"
        width: parent.width
        height: parent.height - (Theme.landscape ? leftNotice.room : 0)
        icon: page.face.takeIcon
        name: page.face.take
        help: page.face.takeHelp
        figure: page.face.waiting
        unit: page.face.waitingUnit
        onTapped: page.wish(page.face.takeWish, "")
    }

    Notice { // landscape: under the hero
        id: leftNotice
        readonly property real room: visible ? height + Theme.gutter : 0
        visible: Theme.landscape && page.face.notices.length > 0
        parent: page.firstArea
        anchors.bottom: parent.bottom
        width: parent.width
        icon: "warn"
        kind: "warn"
        text: page.face.notices[0] || ""
    }

    Notice {
        id: notice
        readonly property real room: visible ? height + Theme.gutter : 0
        visible: !Theme.landscape && page.face.notices.length > 0
        width: parent.width
        icon: "warn"
        kind: "warn"
        text: page.face.notices[0] || ""
    }

    Item {
        id: heading
        visible: page.face.hot.length > 0
        y: notice.room
        width: parent.width
        height: Theme.mm(15)

        Caption {
            id: often
            text: page.face.hotHead
            size: Theme.label
            strong: true
        }

        Caption {
            anchors { right: parent.right; baseline: often.baseline }
            text: page.face.hotHelp
            size: Theme.small
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }
    }

    Grid {
        id: tiles
        readonly property real skip: Theme.mm(Theme.landscape ? 1 : 3)
        y: heading.y + heading.height + skip
        columns: 2
        columnSpacing: Theme.gutter
        rowSpacing: Theme.landscape ? Theme.mm(4) : Theme.gutter

        Repeater {
            model: page.face.hot.length

            Tile {
                required property int index
                readonly property var item: page.face.hot[index] || ({})
                objectName: "item-" + (item.code || "")
                width: Math.floor((page.secondArea.width - Theme.gutter) / 2)
                height: page.tall
                wide: true
                icon: item.icon || ""
                name: item.name || ""
                help: item.detail || ""
                onTapped: page.wish("item", item.code)
            }
        }
    }

    Row {
        id: doors
        readonly property real skip: Theme.landscape ? Theme.mm(6) : Theme.section
        y: page.face.hot.length > 0 ? tiles.y + tiles.height + skip : notice.room
        spacing: Theme.gutter
        readonly property real wide: Math.floor((page.secondArea.width - (Math.max(2, keys) - 1) * Theme.gutter) / Math.max(2, keys))
        readonly property int keys: 1 + (page.face.hot.length > 0) + scan.visible

        ActionKey { // where this machine has a scanner
            id: scan
            objectName: "scan"
            width: doors.wide
            height: page.doorHeight
            icon: doors.keys > 2 ? "" : "scan"
            text: page.face.scan
            visible: page.face.scan !== ""
            live: visible
            onTapped: page.wish("scan", "")
        }

        ActionKey {
            objectName: "more"
            width: doors.wide
            height: page.doorHeight
            icon: doors.keys > 2 ? "" : "list"
            text: page.face.more
            visible: page.face.hot.length > 0
            live: visible
            onTapped: page.wish("hot", "")
        }

        ActionKey {
            objectName: "complaint"
            width: doors.wide
            height: page.doorHeight
            icon: doors.keys > 2 ? "" : "complaint"
            text: page.face.complaint
            onTapped: page.wish("complain", "")
        }
    }

    Caption {
        id: lost
        readonly property real skip: Theme.mm(Theme.landscape ? 3 : 6)
        y: doors.y + doors.height + skip
        width: parent.width
        visible: page.face.hot.length > 0 && (Theme.landscape || page.face.notices.length === 0 && page.reach === 0)
        text: page.face.lost
        size: Theme.small
        color: Theme.ink2
    }
}
