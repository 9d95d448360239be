import QtQuick
import "../../components"
import "../../theme"

// 核对: who, what, how long; then the one key that takes the number.
CitizenPage {
    id: page

    keysLow: true
    firstHeight: 0

    first: ActionKey {
        objectName: "take"
        visible: Theme.landscape
        live: visible
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.mm(42)
        kind: Key.Primary
        icon: "ticket"
        size: Theme.title
        text: page.face.take
        onTapped: page.wish("take", "")
    }

    Rectangle {
        id: card
        readonly property bool holdsText: true
        width: parent.width
        height: Theme.landscape ? parent.height : rows.height + 2 * Theme.mm(10)
        radius: Theme.mm(4)
        color: Theme.surface
        border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

        Column {
            id: rows
            readonly property bool knowsWho: page.face.number !== "" // a typed number comes without a name
            x: Theme.mm(11)
            width: parent.width - 2 * x
            y: Theme.landscape ? (parent.height - height) / 2 : Theme.mm(10)
            spacing: Theme.mm(!Theme.landscape ? 6 : Theme.elder ? 2.5 : 4)

            Item {
                width: parent.width
                height: who.height
                visible: rows.knowsWho

                Grid {
                    id: who
                    width: parent.width - chip.width - Theme.mm(4)
                    columns: Theme.landscape ? 2 : 1
                    columnSpacing: Theme.mm(6)
                    verticalItemAlignment: Grid.AlignVCenter

                    Caption {
                        objectName: "person-name"
                        visible: text !== ""
                        text: page.face.name
                        size: Theme.landscape ? Theme.label : Theme.title
                        font.weight: Theme.keyWeight
                        wrapMode: Text.NoWrap
                    }

                    Caption {
                        objectName: "person-number"
                        text: page.face.number
                        size: Theme.landscape && Theme.elder ? Theme.small : Theme.body
                        color: Theme.ink2
                        wrapMode: Text.NoWrap
                    }
                }

                StateChip {
                    id: chip
                    visible: word !== ""
                    width: visible ? implicitWidth : 0
                    anchors.right: parent.right
                    y: Theme.mm(2)
                    kind: "info"
                    icon: "person"
                    word: page.face.green
                    size: Theme.landscape && Theme.elder ? Theme.type(7.5) : Theme.small
                }
            }

            Rectangle {
                visible: rows.knowsWho
                width: parent.width
                height: Theme.stroke(0.35)
                color: Theme.line
            }

            Column {
                width: parent.width
                spacing: Theme.mm(1)

                Balanced {
                    objectName: "item-name"
                    room: parent.width
                    text: page.face.item
                    readonly property bool mayGiveWay: Theme.landscape && Theme.elder // the card is full; it stands on the paper too
                    maximumLineCount: mayGiveWay ? (long ? 3 : 2) : 4
                    elide: mayGiveWay ? Text.ElideRight : Text.ElideNone
                    usual: Theme.landscape || Theme.elder ? Theme.label : Theme.title
                    smaller: mayGiveWay ? Theme.body : usual
                    ratio: mayGiveWay && long ? 1.2 : 1.3
                    font.weight: Theme.keyWeight
                }

                Caption {
                    visible: !Theme.elder
                    width: parent.width
                    text: page.face.department
                    color: Theme.ink2
                }
            }

            Row {
                width: parent.width

                Figure {
                    width: parent.width * 0.36
                    head: page.face.aheadHead
                    value: page.face.ahead
                    unit: page.face.aheadUnit
                }

                Figure {
                    head: page.face.waitHead
                    before: page.face.waitBefore
                    value: page.face.wait
                    unit: page.face.waitUnit
                }
            }

            Rectangle {
                width: parent.width
                height: Theme.stroke(0.35)
                color: Theme.line
            }

            Facts {
                width: parent.width
                entries: page.face.facts
            }
        }
    }

    ActionKey {
        objectName: "take"
        visible: !Theme.landscape
        live: visible
        y: card.height + Theme.section
        width: parent.width
        height: Theme.mm(42)
        kind: Key.Primary
        icon: "ticket"
        size: Theme.title
        text: page.face.take
        onTapped: page.wish("take", "")
    }
}
