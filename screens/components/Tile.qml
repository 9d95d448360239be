import QtQuick
import "../theme"

// A door to one thing: icon, name, at most one line of help. A closed one stays touchable and says until when.
Key {
    id: tile

    property string icon
    property string name
    property string help
    property string closed // the chip's word; empty when open
    property bool wide: width > height * 2.1

    implicitHeight: Theme.mm(59)
    spoken: name

    Icon {
        id: sign
        x: Theme.inside - indent
        y: tile.wide ? (parent.height - height) / 2 : Theme.inside - indent
        name: tile.icon
        size: Theme.mm(tile.wide ? 14 : 11) * Theme.elderFactor
        visible: name !== ""
        color: tile.closed ? Theme.ink2 : tile.iconInk
    }

    StateChip {
        visible: tile.closed !== ""
        anchors { right: parent.right; top: parent.top; margins: Theme.mm(3) }
        word: tile.closed
        kind: "warn"
    }

    Column {
        id: words
        x: tile.wide && sign.visible ? sign.x + sign.width + Theme.mm(5) : Theme.inside
        width: parent.width - x - Theme.inside
        y: tile.wide ? (parent.height - height) / 2 : parent.height - height - Theme.inside + Theme.mm(1)
        spacing: Theme.mm(1)

        Balanced {
            id: title
            room: words.width
            text: tile.name
            usual: Theme.label
            font.weight: Theme.keyWeight
            color: tile.closed ? Theme.ink2 : tile.ink
        }

        Caption {
            width: parent.width
            visible: text !== "" && title.height + height + Theme.mm(5) < tile.height // two lines of name leave no room on a low tile
            text: tile.help
            size: Theme.small
            color: tile.ink2
        }
    }
}
