import QtQuick
import HallKiosk.Panel
import "../theme"

// The front of this very machine, as configured, with one part lit.
Item {
    id: front

    property string lit // a part's name
    property bool paperOut: false // a strip hangs from the lit slot
    readonly property var drawing: Panel.machine
    readonly property real scale1: Math.min(width / (drawing.width + 60), height / (drawing.height + 40))
    readonly property real left1: (width - drawing.width * scale1) / 2

    Rectangle { // foot
        x: front.left1 - 26 * front.scale1
        y: (front.drawing.height - 4) * front.scale1
        width: (front.drawing.width + 52) * front.scale1
        height: 38 * front.scale1
        radius: Theme.stroke(1)
        color: Theme.surface
        border { width: Theme.stroke(0.4); color: Theme.edge }
    }

    Rectangle { // body
        x: front.left1
        width: front.drawing.width * front.scale1
        height: front.drawing.height * front.scale1
        radius: Theme.stroke(3)
        color: Theme.surface
        border { width: Theme.stroke(0.4); color: Theme.edge }

        Repeater {
            model: front.drawing.openings

            Item {
                id: opening
                required property var modelData
                readonly property bool lit: modelData.part === front.lit
                readonly property bool round: modelData.part === "camera"
                x: modelData.x * front.scale1
                y: modelData.y * front.scale1
                width: modelData.width * front.scale1
                height: modelData.height * front.scale1

                Rectangle { // the light around what is meant
                    visible: opening.lit
                    anchors { fill: parent; margins: -Theme.stroke(1.6) }
                    radius: Theme.stroke(2.2)
                    color: "transparent"
                    border { width: Theme.focusLine; color: Theme.accent }
                }

                Rectangle {
                    anchors.fill: parent
                    radius: opening.round ? width / 2 : Theme.stroke(0.8)
                    color: opening.lit ? Theme.accent : opening.modelData.part === "screen" ? Theme.tint : Theme.ground
                    border { width: opening.lit ? 0 : Theme.stroke(0.3); color: Theme.edge }
                }

                Item { // a page on the screen, so that it is seen to be one
                    visible: opening.modelData.part === "screen"
                    anchors { fill: parent; margins: parent.width * 0.09 }

                    Rectangle { width: parent.width * 0.5; height: parent.width * 0.05; radius: height / 2; color: Theme.line }
                    Rectangle { y: parent.width * 0.14; width: parent.width; height: parent.height * 0.24; radius: Theme.stroke(0.6); color: Theme.surface }

                    Repeater {
                        model: 4

                        Rectangle {
                            required property int index
                            x: (index % 2) * parent.width * 0.52
                            y: parent.width * 0.14 + parent.height * (0.29 + 0.19 * Math.floor(index / 2))
                            width: parent.width * 0.48
                            height: parent.height * 0.15
                            radius: Theme.stroke(0.6)
                            color: Theme.surface
                        }
                    }
                }

                Rectangle { // paper
                    visible: opening.lit && front.paperOut
                    anchors { horizontalCenter: parent.horizontalCenter; top: parent.verticalCenter }
                    width: parent.width * 0.62
                    height: Theme.mm(9)
                    color: Theme.surface
                    border { width: Theme.stroke(0.4); color: Theme.accent }
                }
            }
        }
    }
}
