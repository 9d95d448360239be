import QtQuick
import "../theme"

// Where on this machine, what the hand does there, and what the device says now.
Rectangle {
    id: prompt

    readonly property bool holdsText: true
    property string part: "id_reader"
    property bool waiting: true
    property bool lifting: false
    property bool filled: true
    property string says
    property string saysKind: "plain" // plain, ok, bad

    radius: Theme.radius
    color: Theme.surface
    border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

    MachineFront {
        x: Theme.inside
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width * 0.3
        height: parent.height - 2 * Theme.mm(9)
        lit: prompt.part
    }

    CardOnReader {
        id: hand
        x: parent.width * 0.41
        y: Theme.mm(9)
        width: parent.width - x - Theme.mm(14)
        height: parent.height - y - state1.height - Theme.mm(9)
        waiting: prompt.waiting
        lifting: prompt.lifting
        filled: prompt.filled
        pad: Phrase.of("device.reader_pad")
        card: Phrase.of("device.id_card")
    }

    StateChip {
        id: state1
        anchors { horizontalCenter: hand.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.mm(4) }
        visible: prompt.saysKind !== "plain"
        word: prompt.says
        kind: prompt.saysKind
    }

    Caption {
        anchors.centerIn: state1
        visible: prompt.saysKind === "plain"
        text: prompt.says
        size: Theme.small
        color: Theme.ink2
    }
}
