import QtQuick
import QtQuick.Window
import "../components"
import "../staff"
import "../theme"

// Not yet, said plainly; and the commands that try each device, check the configuration and show what happened.
Rectangle {
    id: page

    required property var ways // [{ icon, what, command }]
    required property QtObject clock

    color: Theme.ground

    Item {
        id: header
        x: Desk.margin
        width: parent.width - 2 * x
        height: Desk.header

        Plain {
            anchors.verticalCenter: parent.verticalCenter
            text: Say.of("maintenance.title")
            size: Desk.head
            strong: true
        }

        Plain {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: page.clock.text
            size: Desk.head
            font.weight: Theme.medium
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Desk.hairline
            color: Theme.line
        }
    }

    Column {
        x: Desk.margin
        y: header.height + Theme.mm(9)
        width: parent.width - 2 * x
        spacing: Theme.mm(7)

        Column {
            width: parent.width
            spacing: Theme.mm(2)

            Plain {
                text: Say.of("maintenance.not_yet")
                size: Theme.type(8.5)
                font.weight: Theme.medium
            }

            Caption {
                width: parent.width
                text: Say.of("maintenance.commands")
                size: Desk.label
                ratio: 1.45
                color: Theme.ink2
            }
        }

        Rectangle {
            width: parent.width
            height: rows.height
            radius: Theme.mm(2.5)
            color: Theme.surface

            Column {
                id: rows
                width: parent.width

                Repeater {
                    model: page.ways

                    Item {
                        id: way
                        required property var modelData
                        required property int index
                        width: rows.width
                        height: Math.max(Theme.mm(20), command.height + Theme.mm(8))

                        Icon {
                            id: sign
                            x: Desk.inside
                            anchors.verticalCenter: parent.verticalCenter
                            name: way.modelData.icon
                            size: Theme.mm(8)
                        }

                        Plain {
                            id: what
                            x: sign.x + sign.width + Theme.mm(4)
                            anchors.verticalCenter: parent.verticalCenter
                            text: Say.of(way.modelData.what)
                            size: Desk.label
                            font.weight: Theme.keyWeight
                        }

                        Caption { // whole, or it cannot be typed
                            id: command
                            objectName: "command"
                            x: Math.round(rows.width * (Say.latin ? 0.36 : 0.3))
                            width: rows.width - x - Desk.inside
                            anchors.verticalCenter: parent.verticalCenter
                            text: way.modelData.command
                            size: Desk.label
                            ratio: 1.35
                            color: Theme.ink2
                            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        }

                        Rectangle {
                            visible: way.index > 0
                            x: what.x
                            width: parent.width - x - Desk.inside
                            height: Desk.hairline
                            color: Theme.line
                        }
                    }
                }
            }
        }
    }

    DeskButton {
        objectName: "close"
        anchors { right: parent.right; bottom: parent.bottom; margins: Desk.margin }
        implicitHeight: Theme.mm(13)
        pad: Theme.mm(8)
        size: Desk.label
        text: Say.of("maintenance.close")
        onTapped: page.Window.window.close()
    }
}
