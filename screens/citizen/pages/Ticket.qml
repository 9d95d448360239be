import QtQuick
import "../../components"
import "../../theme"

// The number, and what the printer itself said about its paper. Three honest forms: printed, not printed, not known.
CitizenPage {
    id: page

    keysLow: true
    sign: face.sign
    signColor: face.signKind === "ok" ? Theme.ok : Theme.warn
    firstHeight: Theme.landscape ? 0 : card.implicitHeight

    // landscape: the ticket stands right, the paper and the keys left under the question
    first: Item {
        anchors.fill: parent

        TicketFace {
            id: card
            visible: !Theme.landscape
            anchors.fill: parent
            face: page.face
        }

        PaperSlot {
            visible: Theme.landscape
            width: parent.width
            height: Math.min(Theme.mm(52), parent.height - leftKeys.height - Theme.gutter)
            face: page.face
        }

        Row {
            id: leftKeys
            visible: Theme.landscape
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            spacing: Theme.gutter

            Repeater {
                model: Theme.landscape ? page.face.keys : []

                ActionKey {
                    required property var modelData
                    objectName: modelData.name
                    width: Math.floor((page.leftWidth - (page.face.keys.length - 1) * Theme.gutter) / page.face.keys.length)
                    size: Theme.body
                    icon: modelData.icon
                    kind: modelData.primary ? Key.Primary : Key.Quiet
                    text: modelData.text
                    onTapped: page.wish(modelData.wish, "")
                }
            }
        }
    }

    TicketFace {
        visible: Theme.landscape
        anchors.fill: parent
        face: page.face
    }

    PaperSlot {
        id: slot
        readonly property real room: parent.height - keys.height - Theme.gutter
        visible: !Theme.landscape && !Theme.elder && room > Theme.mm(38)
        width: parent.width
        height: visible ? Math.min(Theme.mm(72), room) : 0
        face: page.face
    }

    Row {
        id: keys
        visible: !Theme.landscape
        y: slot.height + (slot.visible ? Theme.gutter : 0)
        spacing: Theme.gutter

        Repeater {
            model: Theme.landscape ? [] : page.face.keys

            ActionKey {
                required property var modelData
                objectName: modelData.name
                width: Math.floor((page.width - (page.face.keys.length - 1) * Theme.gutter) / page.face.keys.length)
                icon: modelData.icon
                kind: modelData.primary ? Key.Primary : Key.Quiet
                text: modelData.text
                onTapped: page.wish(modelData.wish, "")
            }
        }
    }
}
