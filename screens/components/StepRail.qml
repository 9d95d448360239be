import QtQuick
import "../theme"

// Where one is in the journey: three to five segments. It tells, it cannot be touched.
Item {
    id: rail

    property var steps: []
    property int at: 0 // index of the present step
    implicitHeight: Theme.rail

    Caption {
        visible: Theme.elder && rail.steps.length > 0
        text: Phrase.of("rail.step", { step: rail.at + 1, steps: rail.steps.length })
        size: Theme.small
        strong: true
        color: Theme.accent
        y: Theme.mm(1)
    }

    Row {
        id: row
        visible: !Theme.elder
        width: parent.width
        spacing: Theme.mm(3)

        Repeater {
            model: rail.steps.length

            Item {
                id: step
                required property int index
                readonly property string word: rail.steps[index] || ""
                readonly property bool done: index < rail.at
                readonly property bool now: index === rail.at
                width: (row.width - (rail.steps.length - 1) * row.spacing) / Math.max(1, rail.steps.length)
                height: Theme.rail

                Rectangle {
                    width: parent.width
                    height: Theme.mm(1.25)
                    radius: height / 2
                    color: Theme.line

                    Rectangle {
                        width: step.done || step.now ? parent.width : 0
                        height: parent.height
                        radius: parent.radius
                        color: Theme.accent
                        Behavior on width { NumberAnimation { duration: Theme.railTime } }
                    }
                }

                Row {
                    y: Theme.mm(3.5)
                    spacing: Theme.mm(1.5)

                    Icon {
                        visible: step.done
                        name: "check"
                        size: Theme.mm(7)
                        anchors.verticalCenter: parent.verticalCenter
                    }

                    Caption {
                        text: (step.done ? "" : (step.index + 1) + "  ") + step.word
                        size: Theme.small
                        ratio: 1.2
                        strong: step.now
                        color: step.now ? Theme.accent : Theme.ink2
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
}
