import QtQuick
import "../components"
import "../staff"
import "../theme"

// On its way. An answer comes in a moment; only a longer wait is spoken of.
Item {
    Caption {
        id: words
        anchors.centerIn: parent
        text: Say.of("sending.sentence")
        size: Theme.mm(11)
        color: Theme.ink2
        visible: false
    }

    Timer {
        interval: 400
        running: true
        onTriggered: words.visible = true
    }
}
