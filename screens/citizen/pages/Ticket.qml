import QtQuick
import "../../components"
import "../../theme"

// The number, and what the printer itself said about its paper. The keys stand at the end of the page, whatever it said.
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

        PaperSlot { // over the keys, so that a longer sentence does not push it down
            visible: Theme.landscape
            anchors { bottom: leftKeys.top; bottomMargin: Theme.gutter }
            width: parent.width
            height: Math.min(Theme.mm(52), parent.height - leftKeys.height - Theme.gutter)
            face: page.face
        }

        TicketKeys {
            id: leftKeys
            visible: Theme.landscape
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            keys: Theme.landscape ? page.face.keys : []
            onWish: name => page.wish(name, "")
        }
    }

    TicketFace {
        visible: Theme.landscape
        anchors.fill: parent
        face: page.face
    }

    PaperSlot {
        readonly property real room: parent.height - keys.height - Theme.gutter
        visible: !Theme.landscape && !Theme.elder && room > Theme.mm(34)
        width: parent.width
        height: Math.min(Theme.mm(52), room)
        face: page.face
    }

    TicketKeys {
        id: keys
        visible: !Theme.landscape
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        keys: Theme.landscape ? [] : page.face.keys
        onWish: name => page.wish(name, "")
    }
}
