import QtQuick
import "../components"
import "../staff"
import "../theme"

// Not yet, said plainly; and the commands that try each device, check the configuration and show what happened.
Rectangle {
    id: page

    required property string logs
    readonly property var ways: [
        { icon: "id_card", what: "maintenance.reader", command: "python main.py probe id-card --port …" },
        { icon: "printer", what: "maintenance.printer", command: "python main.py probe receipt-printer --port … --test-page" },
        { icon: "check", what: "maintenance.configuration", command: "python main.py check-config" },
        { icon: "list", what: "maintenance.logs", command: page.logs }
    ]

    color: Theme.ground

    Column {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.mm(40) }
        spacing: Theme.mm(6)

        Caption {
            width: parent.width
            text: Say.of("maintenance.not_yet")
            size: Theme.type(10)
            ratio: 1.25
            strong: true
        }

        Caption {
            width: parent.width
            text: Say.of("maintenance.until_then")
            size: Desk.label
            ratio: 1.45
            color: Theme.ink2
        }

        Column {
            width: parent.width
            spacing: Theme.mm(3)

            Repeater {
                model: page.ways

                Rectangle {
                    id: way
                    required property var modelData
                    width: parent.width
                    height: Theme.mm(21)
                    radius: Theme.mm(2.5)
                    color: Theme.surface

                    Icon {
                        id: sign
                        x: Desk.inside
                        anchors.verticalCenter: parent.verticalCenter
                        name: way.modelData.icon
                        size: Theme.mm(9)
                    }

                    Column {
                        x: sign.x + sign.width + Theme.mm(4)
                        width: parent.width - x - Desk.inside
                        anchors.verticalCenter: parent.verticalCenter

                        Plain {
                            text: Say.of(way.modelData.what)
                            size: Desk.body
                            ratio: 1.3
                            font.weight: Theme.keyWeight
                        }

                        Plain {
                            objectName: "command"
                            width: parent.width
                            text: way.modelData.command
                            size: Desk.body
                            ratio: 1.3
                            color: Theme.ink2
                            elide: Text.ElideMiddle
                            mayGiveWay: true
                        }
                    }
                }
            }
        }
    }
}
