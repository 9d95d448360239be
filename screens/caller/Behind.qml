import QtQuick
import "../components"
import "../staff"
import "../theme"

// A calm band while another window has the keyboard: a clerk who presses F1 there must not think that it called.
Rectangle {
    id: band

    property bool behind: false
    property string words

    visible: behind
    color: Theme.tint

    Plain {
        anchors.centerIn: parent
        text: band.behind ? band.words : ""
        size: Desk.small
        ratio: 1.1
        color: Theme.ink
    }
}
