import QtQuick
import "../theme"

// A wait that says how far it is: named steps under each other, done ones ticked, the present one bold. Nothing turns.
Column {
    id: wait

    property var steps: []
    property int at: 0
    spacing: Theme.mm(7)

    Repeater {
        model: wait.steps

        Row {
            id: step
            required property int index
            required property string modelData
            readonly property bool done: index < wait.at
            readonly property bool now: index === wait.at
            spacing: Theme.mm(5)

            Rectangle {
                width: Theme.mm(14) * Theme.elderFactor
                height: width
                radius: width / 2
                color: step.now ? Theme.accent : "transparent"
                border { width: Theme.focusLine; color: step.done || step.now ? Theme.accent : Theme.side }
                anchors.verticalCenter: parent.verticalCenter

                Icon {
                    visible: step.done
                    anchors.centerIn: parent
                    name: "check"
                    size: parent.width * 0.6
                }

                Caption {
                    visible: !step.done
                    anchors.centerIn: parent
                    text: step.index + 1
                    size: Theme.small
                    ratio: 1.1
                    strong: true
                    color: step.now ? Theme.inkOn : Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }

            Caption {
                text: step.modelData
                size: Theme.label
                strong: step.now
                color: step.now ? Theme.ink : Theme.ink2
                anchors.verticalCenter: parent.verticalCenter
                wrapMode: Text.NoWrap
            }
        }
    }
}
