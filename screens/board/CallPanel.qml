import QtQuick
import "../components"
import "../staff"
import "../theme"

// The call of now. While a counter waits for that person it is the one filled surface; a new call is there at once, and
// its number blinks twice in a second. Once that person is served the panel only tells so; then it has nothing to ask.
Item {
    id: panel

    property var call
    property bool known: false
    property bool silent: false
    property var link
    property int news: 0
    readonly property bool filled: !!call && call.awaited
    readonly property color ink: filled ? Theme.inkOn : Theme.ink
    readonly property color ink2: filled ? Theme.inkOn2 : Theme.ink2
    readonly property real pad: Theme.mm(35)
    readonly property real room: width - 2 * pad
    readonly property real tear: Math.round(height * 0.66)

    // Digits are 0.59 em wide and capitals about 0.65: four characters fit at full size, longer labels take the width.
    readonly property real numberSize: call
        ? Math.min(Theme.mm(238), Math.round(room / (0.625 * Math.max(4, call.label.length)))) : 0

    Rectangle {
        anchors.fill: parent
        radius: Theme.mm(7)
        color: panel.filled ? Theme.accent : Theme.surface
    }

    Caption {
        visible: !panel.call
        anchors.centerIn: parent
        width: panel.room
        horizontalAlignment: Text.AlignHCenter
        text: panel.known ? Say.of(panel.silent ? "board.no_calls_silent" : "board.no_calls") : Say.of("board." + (panel.link.word === "not_allowed" ? "not_allowed" : "connecting"))
        size: Theme.type(34)
        ratio: 1.4
        color: Theme.ink2
    }

    Item {
        visible: !!panel.call
        anchors.fill: parent

        Caption {
            id: please
            x: panel.pad
            y: Theme.mm(20)
            visible: text !== ""
            text: panel.call ? Say.of(panel.filled ? "board.please" : "board.serving") : ""
            size: Theme.type(36)
            ratio: 1.2
            color: panel.ink2
        }

        Caption {
            objectName: "mark"
            anchors { right: parent.right; rightMargin: panel.pad; top: please.top }
            text: panel.call && panel.call.mark ? Say.of("board.mark_" + panel.call.mark) : ""
            size: Theme.type(36)
            ratio: 1.2
            font.weight: Theme.keyWeight
            color: panel.ink
            wrapMode: Text.NoWrap
        }

        Text {
            id: number
            objectName: "called-number"
            readonly property real capital: 0.733 * font.pixelSize
            x: panel.pad
            y: Theme.mm(64) + (panel.tear - Theme.mm(64) - capital) / 2 + capital - baselineOffset
            text: panel.call ? panel.call.label : ""
            color: panel.ink
            font { pixelSize: panel.numberSize; weight: 700 }

            SequentialAnimation {
                id: blink
                loops: 2
                NumberAnimation { target: number; property: "opacity"; from: 1; to: 0.4; duration: 250 }
                NumberAnimation { target: number; property: "opacity"; from: 0.4; to: 1; duration: 250 }
            }
        }

        Rectangle {
            x: panel.pad
            y: panel.tear
            width: panel.room
            height: Theme.stroke(0.9)
            color: panel.filled ? Theme.inkOn2 : Theme.line
            opacity: panel.filled ? 0.45 : 1
        }

        Row {
            id: where
            x: panel.pad
            y: panel.tear + (panel.height - panel.tear - height) / 2
            height: Theme.mm(100)
            spacing: Theme.mm(20)

            Caption {
                visible: text !== ""
                anchors.verticalCenter: parent.verticalCenter
                text: Say.of(panel.filled ? "board.to" : "board.at")
                size: Theme.type(Say.latin ? 50 : 52)
                ratio: 1.1
                color: panel.ink2
                wrapMode: Text.NoWrap
            }

            Text {
                objectName: "called-counter"
                height: parent.height
                y: (parent.height - 0.733 * font.pixelSize) / 2 + 0.733 * font.pixelSize - baselineOffset
                text: panel.call ? panel.call.counter : ""
                color: panel.ink
                font { pixelSize: Theme.mm(128); weight: 700 }
            }

            Caption {
                visible: text !== ""
                anchors.verticalCenter: parent.verticalCenter
                text: Say.of("board.counter")
                size: Theme.type(68)
                ratio: 1.1
                font.weight: Theme.keyWeight
                color: panel.ink
                wrapMode: Text.NoWrap
            }
        }
    }

    onNewsChanged: blink.restart()
}
