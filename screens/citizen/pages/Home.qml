import QtQuick
import "../../components"
import "../../theme"

// The first page: the one key most people need, what is often asked for, and the ways to a person.
CitizenPage {
    id: page

    readonly property real tall: Theme.landscape
        ? Math.floor((secondArea.height - heading.height - Theme.mm(4) - doors.height - Theme.section - 2 * Theme.gutter - lost.height - Theme.mm(4)) / 3)
        : Theme.mm(45)

    question: Theme.landscape ? (face.question || "").replace("，", "，\n") : face.question || ""
    firstHeight: Theme.mm(face.notices.length ? 74 : 88)
    keysInFirst: true

    first: HeroTile {
        objectName: "hero"
        width: parent.width
        height: parent.height - (Theme.landscape ? leftNotice.room : 0)
        name: page.face.take
        help: page.face.takeHelp
        figure: page.face.waiting
        unit: page.face.waitingUnit
        onTapped: page.wish("departments", "")
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
        y: heading.y + heading.height + Theme.mm(Theme.landscape ? 1 : 3)
        columns: 2
        columnSpacing: Theme.gutter
        rowSpacing: Theme.gutter

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
        y: page.face.hot.length > 0 ? tiles.y + tiles.height + Theme.section : notice.room
        spacing: Theme.gutter

        ActionKey {
            objectName: "more"
            width: Math.floor((page.secondArea.width - Theme.gutter) / 2)
            icon: "list"
            text: page.face.more
            visible: page.face.hot.length > 0
            live: visible
            onTapped: page.wish("hot", "")
        }

        ActionKey {
            objectName: "complaint"
            width: Math.floor((page.secondArea.width - Theme.gutter) / 2)
            icon: "complaint"
            text: page.face.complaint
            onTapped: page.wish("complain", "")
        }
    }

    Caption {
        id: lost
        y: doors.y + doors.height + Theme.mm(Theme.landscape ? 3 : 6)
        width: parent.width
        visible: Theme.landscape || page.face.notices.length === 0
        text: page.face.lost
        size: Theme.small
        color: Theme.ink2
    }
}
