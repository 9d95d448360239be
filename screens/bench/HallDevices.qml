import QtQuick
import "../components"
import "../staff"
import "../theme"

// What a device sees and shows by itself: lights and door, cameras, strips.
Item {
    id: others

    required property QtObject desk
    readonly property bool there: desk.page.there
    readonly property var all: desk.page.others
    readonly property real column: Math.floor((width - 2 * Desk.gap) / 3)

    OtherCard {
        width: others.column
        height: others.height
        icon: "alert"
        name: Say.of("board.name")
        there: others.there
        device: others.all.board
        more: device.door === "open" ? "door.open_state" : ""

        Column {
            width: parent.width
            spacing: Theme.mm(4)

            Row {
                id: lights
                width: parent.width

                Repeater {
                    model: others.all.board.lights

                    Column {
                        id: light
                        required property int index
                        required property string modelData
                        objectName: "light-" + (index + 1)
                        width: Math.floor(lights.width / 4)

                        Plain {
                            text: Say.of("light." + (light.index + 1))
                            size: Desk.small
                            color: Theme.ink2
                        }

                        Plain {
                            text: Say.of("light." + light.modelData)
                            size: Desk.body
                            strong: light.modelData !== "off"
                            color: light.modelData === "off" ? Theme.ink2 : Theme.accent
                        }
                    }
                }
            }

            ChoiceRow {
                width: parent.width
                head: Say.of("door.head")
                group: "board-door"
                live: others.there
                choices: ["closed", "open"]
                chosen: others.all.board.door
                onWanted: choice => others.desk.door(choice)
            }
        }

        LineRow {
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "board"
        }
    }

    OtherCard {
        x: others.column + Desk.gap
        width: others.column
        height: others.height - face.height - Desk.gap
        icon: "camera"
        name: Say.of("camera.name")
        there: others.there
        device: others.all.camera
        more: device.motion === "still" ? "motion.still_state" : ""

        Column {
            width: parent.width
            spacing: Theme.mm(3)

            ChoiceRow {
                width: parent.width
                head: Say.of("scene.head")
                group: "camera-scene"
                live: others.there
                choices: ["empty", "page", "face", "code"]
                chosen: others.all.camera.scene
                onWanted: choice => others.desk.scene("document", choice)
            }

            ChoiceRow {
                width: parent.width
                head: Say.of("motion.head")
                group: "camera-motion"
                live: others.there
                choices: ["moving", "still"]
                chosen: others.all.camera.motion
                onWanted: choice => others.desk.motion(choice)
            }
        }

        LineRow {
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "camera"
            choices: ["good", "unplugged"]
        }
    }

    OtherCard {
        id: face
        x: others.column + Desk.gap
        y: others.height - height
        width: others.column
        height: Theme.mm(44)
        icon: "camera"
        name: Say.of("face.name")
        there: others.there
        device: others.all.face
        more: others.all.camera.motion === "still" ? "motion.still_state" : ""

        ChoiceRow {
            width: parent.width
            head: Say.of("face.head")
            group: "face-scene"
            live: others.there
            choices: ["empty", "face", "dark", "code"]
            chosen: others.all.face.scene
            onWanted: choice => others.desk.scene("face", choice)
        }
    }

    OtherCard {
        id: strips
        x: 2 * (others.column + Desk.gap)
        width: others.width - x
        height: others.height
        icon: "screen"
        name: Say.of("strips.name")
        there: others.there
        device: others.all.strips

        Column {
            width: parent.width
            spacing: Theme.mm(4)

            Repeater {
                model: others.all.strips.rows

                Column {
                    id: strip
                    required property var modelData
                    width: parent.width
                    spacing: Theme.mm(1.2)

                    Plain {
                        text: Say.of("strips.address", { address: strip.modelData.address })
                        size: Desk.small
                        color: Theme.ink2
                    }

                    Row {
                        width: parent.width
                        spacing: Theme.mm(2)

                        Rectangle {
                            width: parent.width - power.width - Theme.mm(2)
                            height: Theme.mm(11)
                            radius: Desk.radius
                            color: Theme.ground
                            border { width: Desk.hairline; color: Theme.line }

                            Plain {
                                objectName: "strip-text-" + strip.modelData.address
                                anchors { left: parent.left; leftMargin: Theme.mm(3); verticalCenter: parent.verticalCenter }
                                text: strip.modelData.text || Say.of("strips.blank")
                                size: Desk.body
                                strong: strip.modelData.text !== ""
                                color: strip.modelData.text ? Theme.ink : Theme.ink2
                            }
                        }

                        DeskButton {
                            id: power
                            objectName: "strip-power-" + strip.modelData.address
                            width: Theme.mm(22)
                            live: others.there
                            chosen: strip.modelData.power === "off"
                            text: Say.of("power." + strip.modelData.power)
                            onTapped: others.desk.strip(strip.modelData.address, strip.modelData.power === "on" ? "off" : "on")
                        }
                    }
                }
            }
        }

        LineRow {
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "strips"
        }
    }
}
