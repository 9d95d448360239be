import QtQuick
import "../theme"

// A wait that says how far it is: named steps, done ones ticked, the present one bold. Nothing turns.
Row {
    id: wait

    property var steps: []
    property int at: 0
    spacing: Theme.mm(3)

    Repeater {
        model: wait.steps

        Item {
            id: step
            required property int index
            required property string modelData
            readonly property bool done: index < wait.at
            readonly property bool now: index === wait.at
            width: (wait.width - (wait.steps.length - 1) * wait.spacing) / Math.max(1, wait.steps.length)
            height: Theme.mm(24)

            Rectangle {
                width: parent.width
                height: Theme.mm(2)
                radius: height / 2
                color: step.done || step.now ? Theme.accent : Theme.line
            }

            Row {
                y: Theme.mm(6)
                spacing: Theme.mm(2)

                Icon {
                    visible: step.done
                    name: "check"
                    size: Theme.body
                    anchors.verticalCenter: parent.verticalCenter
                }

                Caption {
                    text: step.modelData
                    size: Theme.body
                    strong: step.now
                    color: step.now ? Theme.accent : Theme.ink2
                }
            }
        }
    }
}
