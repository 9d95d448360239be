import QtQuick
import "../components"
import "../staff"
import "../theme"

// The slot with what hangs from it, as the virtual printer read it from the bytes; taken, it is in the hand.
DeviceCard {
    id: bench

    required property QtObject desk
    readonly property var page: desk.page
    readonly property bool hanging: page.printer.hanging > 0
    readonly property string picture: hanging ? page.picture : page.taken

    icon: "ticket"
    name: Say.of("ticket.name")
    stateKind: hanging ? "info" : "plain"
    stateWord: hanging ? Say.of("ticket.hanging", { count: page.printer.hanging }) : page.taken !== "" ? Say.of("ticket.in_hand") : ""

    Rectangle { // what the paper stands out from
        anchors { fill: paper; topMargin: bench.hanging ? -slot.height / 2 : -Theme.mm(5) }
        radius: Desk.radius
        color: Theme.tint
        visible: bench.picture !== ""
    }

    Rectangle { // the slot's lip
        id: slot
        width: parent.width
        height: Theme.mm(4)
        radius: height / 2
        color: Theme.ground
        border { width: Desk.hairline; color: Theme.edge }
        visible: bench.hanging || bench.picture === ""
    }

    Flickable {
        id: paper
        objectName: "ticket-picture"
        anchors { top: slot.top; topMargin: bench.hanging ? slot.height / 2 : Theme.mm(5); left: parent.left; right: parent.right; bottom: take.top; bottomMargin: Theme.mm(4) }
        visible: bench.picture !== ""
        contentHeight: image.height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Image {
            id: image
            anchors.horizontalCenter: parent.horizontalCenter
            sourceSize.width: Math.round(paper.width * 0.86)
            source: bench.picture
            cache: false
            asynchronous: false
            smooth: true
            mipmap: true
        }
    }

    Caption {
        visible: bench.picture === ""
        anchors { top: slot.bottom; topMargin: Theme.mm(5) }
        width: parent.width
        text: Say.of("ticket.none")
        size: Desk.body
        color: Theme.ink2
    }

    DeskKey {
        id: take
        objectName: "take-ticket"
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.mm(15)
        visible: bench.hanging
        live: visible
        kind: Key.Primary
        icon: "hand"
        beside: true
        word: Say.of("ticket.take")
        onTapped: bench.desk.takeTicket()
    }
}
