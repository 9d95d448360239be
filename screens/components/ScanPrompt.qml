import QtQuick
import "../theme"

// Where on this machine a code is held, and what that looks like: a paper with a code before the scanner's window.
Rectangle {
    id: prompt

    readonly property bool holdsText: true
    property string says
    property string pad // the word on the window

    radius: Theme.radius
    color: Theme.surface
    border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

    MachineFront {
        x: Theme.inside
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width * 0.3
        height: parent.height - 2 * Theme.mm(9)
        lit: "scanner"
    }

    Item {
        id: scene
        x: parent.width * 0.41
        y: Theme.mm(9)
        width: parent.width - x - Theme.mm(14)
        height: parent.height - y - words.height - Theme.mm(9)

        Rectangle { // the window
            id: bed
            anchors.bottom: parent.bottom
            width: parent.width
            height: parent.height * 0.36
            radius: Theme.mm(4)
            color: Theme.accent

            Caption {
                anchors.centerIn: parent
                text: prompt.pad
                size: Theme.label
                font.weight: Theme.keyWeight
                color: Theme.inkOn
            }
        }

        Icon {
            id: arrow
            anchors { horizontalCenter: parent.horizontalCenter; bottom: bed.top; bottomMargin: Theme.mm(1) }
            name: "down"
            size: Math.min(Theme.mm(12), parent.height * 0.12)
            color: Theme.ink2
        }

        Rectangle { // the paper
            id: paper
            anchors { horizontalCenter: parent.horizontalCenter; bottom: arrow.top; bottomMargin: Theme.mm(1); top: parent.top }
            width: Math.min(parent.width * 0.6, height)
            radius: Theme.mm(2)
            color: Theme.surface
            border { width: Theme.stroke(0.5); color: Theme.ink }

            Item { // a code as a child would draw it: nobody can read it
                anchors.centerIn: parent
                width: Math.min(paper.width, paper.height) * 0.66
                height: width

                Repeater {
                    model: [[0, 0], [4, 0], [0, 4]]

                    Rectangle {
                        required property var modelData
                        x: modelData[0] * parent.width / 7
                        y: modelData[1] * parent.width / 7
                        width: parent.width * 3 / 7
                        height: width
                        color: "transparent"
                        border { width: parent.width / 14; color: Theme.ink }

                        Rectangle {
                            anchors.centerIn: parent
                            width: parent.width / 3
                            height: width
                            color: Theme.ink
                        }
                    }
                }

                Repeater {
                    model: [[4, 4], [6, 4], [5, 5], [4, 6], [6, 6]]

                    Rectangle {
                        required property var modelData
                        x: modelData[0] * parent.width / 7
                        y: modelData[1] * parent.width / 7
                        width: parent.width / 7
                        height: width
                        color: Theme.ink
                    }
                }
            }
        }
    }

    Caption {
        id: words
        anchors { horizontalCenter: scene.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.mm(4) }
        width: scene.width
        horizontalAlignment: Text.AlignHCenter
        text: prompt.says
        size: Theme.small
        color: Theme.ink2
    }
}
