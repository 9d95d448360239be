import QtQuick
import "../components"
import "../staff"
import "../theme"

// Whose number it is at this counter: filled while the person is awaited, plain while being served, words for nobody.
Item {
    id: panel

    property var call
    property string words
    property int news: 0
    readonly property bool filled: !!call && call.awaited
    readonly property color ink2: filled ? Theme.inkOn2 : Theme.ink2
    readonly property real pad: Theme.mm(18)

    Rectangle {
        anchors.fill: parent
        radius: Theme.mm(4)
        color: panel.filled ? Theme.accent : Theme.surface
    }

    Caption {
        objectName: "nobody"
        visible: !panel.call
        anchors.centerIn: parent
        width: parent.width - 2 * panel.pad
        horizontalAlignment: Text.AlignHCenter
        text: panel.words
        size: Theme.type(17)
        ratio: 1.5
        color: Theme.ink2
    }

    Column {
        visible: !!panel.call
        anchors.centerIn: parent
        spacing: Theme.mm(14)

        Caption {
            anchors.horizontalCenter: parent.horizontalCenter
            text: Say.of(panel.filled ? "counter.please" : "counter.serving")
            size: Theme.type(20)
            ratio: 1.2
            color: panel.ink2
            wrapMode: Text.NoWrap
        }

        Text {
            id: number
            objectName: "called-number"
            anchors.horizontalCenter: parent.horizontalCenter
            height: 0.9 * font.pixelSize
            verticalAlignment: Text.AlignVCenter
            text: panel.call ? panel.call.label : ""
            color: panel.filled ? Theme.inkOn : Theme.ink
            font {
                pixelSize: Math.min(Theme.mm(104), (panel.width - 2 * panel.pad) / (0.625 * Math.max(4, text.length)))
                weight: 700
            }

            SequentialAnimation {
                id: blink
                loops: 2
                NumberAnimation { target: number; property: "opacity"; from: 1; to: 0.4; duration: 250 }
                NumberAnimation { target: number; property: "opacity"; from: 0.4; to: 1; duration: 250 }
            }
        }

        Caption {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: panel.filled
            text: Say.of("counter.here")
            size: Theme.type(Say.latin ? 18 : 20)
            ratio: 1.2
            font.weight: Theme.keyWeight
            color: Theme.inkOn
            wrapMode: Text.NoWrap
        }
    }

    onNewsChanged: if (filled) blink.restart()
}
