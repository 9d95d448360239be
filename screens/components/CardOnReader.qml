import QtQuick
import "../theme"

// What the hand does: a card comes down onto the reader. It stops as soon as the reader has something to say.
Item {
    id: scene

    property bool waiting: true
    property bool filled: true // the reader is the next step; not where a key is
    property bool lifting: false // the hand takes the card away
    property string pad // the word on the reader
    property string card // the word on the card
    readonly property real padTop: height * 0.46
    readonly property real far: 0
    readonly property real near: Math.max(0, Math.min(height * 0.3, word.y + bed.y - Theme.mm(3) - paper.height))
    property real progress: 0 // 0 above the reader, 1 on it
    readonly property real at: far + (near - far) * progress
    readonly property bool moves: (waiting || lifting) && visible

    Rectangle {
        id: bed
        y: scene.padTop
        width: parent.width
        height: parent.height - y
        radius: Theme.mm(4)
        color: scene.filled ? Theme.accent : Theme.tint
        border { width: scene.filled ? 0 : Theme.stroke(0.5); color: Theme.edge }

        Rectangle {
            anchors { fill: parent; margins: Theme.mm(4) }
            radius: Theme.mm(2.5)
            color: "transparent"
            border { width: Theme.stroke(0.4); color: scene.filled ? Theme.inkOn2 : Theme.edge }
            opacity: 0.55
        }

        Icon {
            anchors { horizontalCenter: parent.horizontalCenter; bottom: word.top; bottomMargin: Theme.mm(1) }
            visible: scene.moves && y > Theme.mm(6)
            name: scene.lifting ? "up" : "down"
            size: Theme.mm(12)
            color: scene.filled ? Theme.inkOn2 : Theme.ink2
        }

        Caption {
            id: word
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Math.max(0, Math.min(Theme.mm(7), (bed.height - word.height) / 2)) }
            text: scene.pad
            size: Theme.label
            font.weight: Theme.keyWeight
            color: scene.filled ? Theme.inkOn : Theme.ink
        }
    }

    Rectangle {
        id: paper
        objectName: "drawn-card"
        width: parent.width * 0.72
        height: Math.min(width * 0.63, scene.height * 0.48, Math.max(0, bed.y + word.y - Theme.mm(1))) // never on the word
        anchors.horizontalCenter: parent.horizontalCenter
        y: scene.at
        radius: Theme.mm(3)
        color: Theme.surface
        border { width: Theme.stroke(0.5); color: Theme.ink }

        Column {
            x: parent.width * 0.1
            y: parent.height * 0.17
            spacing: parent.height * 0.09

            Repeater {
                model: [0.3, 0.18, 0.38]

                Rectangle {
                    required property real modelData
                    width: paper.width * modelData
                    height: paper.height * 0.05
                    radius: height / 2
                    color: Theme.line
                }
            }
        }

        Caption {
            x: parent.width * 0.1
            anchors { bottom: parent.bottom; bottomMargin: parent.height * 0.09 }
            visible: paper.height > Theme.mm(36)
            text: scene.card
            size: Theme.small
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }

        Rectangle {
            anchors { right: parent.right; rightMargin: parent.width * 0.1 }
            y: parent.height * 0.16
            width: parent.width * 0.22
            height: parent.height * 0.44
            radius: Theme.mm(1)
            color: Theme.tint

            Icon {
                anchors.centerIn: parent
                name: "person"
                size: parent.height * 0.72
            }
        }
    }

    SequentialAnimation {
        id: loop
        running: scene.moves && !Theme.still
        loops: Animation.Infinite

        NumberAnimation {
            target: scene
            property: "progress"
            from: scene.lifting ? 1 : 0
            to: scene.lifting ? 0 : 1
            duration: 900
            easing.type: Easing.InOutCubic
        }

        PauseAnimation { duration: 900 }

        NumberAnimation {
            target: scene
            property: "progress"
            to: scene.lifting ? 1 : 0
            duration: 600
            easing.type: Easing.InOutCubic
        }
    }

    property int frame: 0

    Timer { // three still frames of a second each instead
        interval: 1000
        repeat: true
        running: scene.moves && Theme.still
        onTriggered: {
            scene.frame = (scene.frame + 1) % 3
            scene.progress = scene.lifting ? 1 - scene.frame / 2 : scene.frame / 2
        }
    }

    function settle() { if (!loop.running) progress = lifting ? 0.4 : waiting ? 0 : 1 }
    onWaitingChanged: settle()
    onMovesChanged: settle()
    Component.onCompleted: settle()
}
