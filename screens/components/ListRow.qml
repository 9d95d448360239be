import QtQuick
import "../theme"

// One of many: a name in up to two lines, what belongs to it in a small one, a chip only for exceptions.
Key {
    id: row

    property string icon
    property string name
    property string detail
    property string chip
    property string chipKind: "warn"

    implicitHeight: Theme.mm(Theme.elder ? 40 : 31)
    spoken: name

    Icon {
        id: sign
        visible: name !== ""
        name: row.icon
        size: Theme.mm(13) * Theme.elderFactor
        x: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        color: row.iconInk
    }

    Column {
        x: sign.visible ? sign.x + sign.width + Theme.mm(4) : Theme.mm(6)
        width: (mark.visible ? mark.x : chevron.x) - x - Theme.mm(2)
        anchors.verticalCenter: parent.verticalCenter

        Balanced {
            id: title
            room: parent.width
            text: row.name
            usual: Theme.latin ? Theme.body : Theme.label
            smaller: Theme.body
            ratio: 1.2
            font.weight: Theme.keyWeight
        }

        Caption {
            width: parent.width
            visible: text !== "" && title.height + height < row.height - row.depth // a low row has room for two lines of name or for this
            text: row.detail
            size: Theme.small
            ratio: 1.25
            color: Theme.ink2
        }
    }

    StateChip {
        id: mark
        visible: row.chip !== ""
        word: row.chip
        kind: row.chipKind
        anchors { right: chevron.left; rightMargin: Theme.mm(3); verticalCenter: parent.verticalCenter }
    }

    Icon {
        id: chevron
        name: "right"
        size: Theme.mm(7)
        color: Theme.edge
        anchors { right: parent.right; rightMargin: Theme.mm(4); verticalCenter: parent.verticalCenter }
    }
}
