import QtQuick
import "../../components"
import "../../theme"

// A number this person already has: still waiting (print it again) or passed over (back into the queue).
CitizenPage {
    id: page

    keysLow: true
    sign: face.sign
    signColor: Theme.accent
    firstHeight: Theme.landscape ? 0 : card.implicitHeight

    first: Item {
        anchors.fill: parent

        TicketFace {
            id: card
            visible: !Theme.landscape
            anchors.fill: parent
            face: page.face
        }

        Advice {
            visible: Theme.landscape
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            keys: Theme.landscape ? page.face.keys : []
            columns: 1
            onWish: name => page.wish(name, "")
        }
    }

    TicketFace {
        visible: Theme.landscape
        anchors.fill: parent
        face: page.face
    }

    Advice {
        visible: !Theme.landscape
        width: parent.width
        keys: Theme.landscape ? [] : page.face.keys
        columns: Theme.elder ? 2 : 1
        onWish: name => page.wish(name, "")
    }
}
