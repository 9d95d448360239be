import QtQuick
import "../components"
import "../staff"
import "../theme"

// One device: what it is, where it hangs, how it is and since when. Touched it is shown whole beside the list.
Key {
    id: line

    property var device

    objectName: "device-" + device.id.trim()
    spoken: Say.of(device.name) + " " + Say.of(device.state)
    radius: Desk.radius
    depth: Desk.lip
    height: Theme.mm(11.8)

    StateColours {
        id: colours
        kind: line.device.kind
    }

    Icon {
        id: sign
        x: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        name: line.device.icon
        size: Theme.mm(6)
        color: colours.ink
    }

    Plain {
        id: name
        x: sign.x + sign.width + Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        text: line.device.name ? Say.of(line.device.name) : line.device.device
        color: line.device.kind === "off" ? Theme.ink2 : Theme.ink
        font.weight: Theme.medium
    }

    Plain {
        anchors { left: name.right; leftMargin: Theme.mm(2.5); verticalCenter: parent.verticalCenter }
        text: line.device.role ? Say.of(line.device.role) : ""
        size: Desk.small
        color: Theme.ink2
    }

    Plain {
        objectName: "device-state"
        anchors { right: since.left; rightMargin: Theme.mm(3); verticalCenter: parent.verticalCenter }
        text: Say.of(line.device.state)
        color: colours.ink
        font.weight: Theme.medium
    }

    Plain {
        id: since
        anchors { right: parent.right; rightMargin: Theme.mm(3.5); verticalCenter: parent.verticalCenter }
        width: Theme.mm(25)
        horizontalAlignment: Text.AlignRight
        text: line.device.since
        size: Desk.small
        color: Theme.ink2
    }
}
