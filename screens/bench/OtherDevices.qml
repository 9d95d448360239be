import QtQuick
import "../components"
import "../staff"
import "../theme"

// The devices that most terminals lack: what is held before them, what they show, and what can go wrong with each.
Item {
    id: others

    required property QtObject desk
    readonly property bool there: desk.page.there
    readonly property var all: desk.page.others
    readonly property real column: Math.floor((width - 2 * Desk.gap) / 3)
    readonly property real upper: Math.floor((height - Desk.gap) * 0.47)

    function trouble(device, more) {
        return device.line !== "good" && device.line !== "" ? "line." + device.line + "_state" : more || ""
    }

    component Standing: DeviceCard {
        property var device: ({})
        property string trouble
        stateKind: trouble !== "" ? "warn" : "ok"
        stateWord: others.there && device.line ? Say.of(trouble !== "" ? trouble : "others.good") : ""
    }

    component LineRow: ChoiceRow {
        property string device
        head: Say.of("line.head")
        group: device + "-line"
        live: others.there
        choices: ["good", "silent", "unplugged"]
        chosen: others.all[device].line
        onWanted: choice => others.desk.line(device, choice)
    }

    Standing {
        width: others.column
        height: others.upper
        icon: "scan"
        name: Say.of("scanner.name")
        device: others.all.scanner
        trouble: others.trouble(device)

        Column {
            width: parent.width
            spacing: Theme.mm(1.2)

            Plain {
                text: Say.of("scanner.head")
                size: Desk.small
                color: Theme.ink2
            }

            Row {
                width: parent.width
                spacing: Theme.mm(2)

                DeskButton {
                    objectName: "scan-ticket"
                    width: Math.floor((parent.width - Theme.mm(2)) / 2)
                    height: Theme.mm(13)
                    live: others.there
                    text: Say.of("scanner.ticket")
                    onTapped: others.desk.scanTicket()
                }

                DeskButton {
                    objectName: "scan-foreign"
                    width: Math.floor((parent.width - Theme.mm(2)) / 2)
                    height: Theme.mm(13)
                    live: others.there
                    text: Say.of("scanner.foreign")
                    onTapped: others.desk.scan("https://example.org/not-of-this-hall")
                }
            }

            Caption {
                objectName: "others-sentence"
                width: parent.width
                text: others.desk.page.refused !== "" ? Say.either("refused." + others.desk.page.refused, "refused.other") : ""
                size: Desk.body
                color: Theme.bad
            }
        }

        LineRow {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "scanner"
        }
    }

    Standing {
        y: others.upper + Desk.gap
        width: others.column
        height: others.height - y
        icon: "keypad"
        name: Say.of("pad.name")
        device: others.all.pad
        trouble: others.trouble(device)

        Grid {
            id: keys
            columns: 5
            spacing: Theme.mm(2)
            readonly property real keyWidth: Math.floor((parent.width - 4 * spacing) / 5.5)

            Repeater {
                model: ["1", "2", "3", "star", "enter", "4", "5", "6", "0", "clear", "7", "8", "9", "hash", "cancel"]

                DeskButton {
                    required property string modelData
                    objectName: "pad-" + modelData
                    readonly property bool worded: ["enter", "clear", "cancel"].includes(modelData)
                    width: worded ? Math.floor(1.5 * keys.keyWidth) : keys.keyWidth
                    height: Theme.mm(13)
                    pad: Theme.mm(1)
                    live: others.there
                    text: ({ star: "*", hash: "#" })[modelData] || (worded ? Say.of("pad." + modelData) : modelData)
                    onTapped: others.desk.pressKey(modelData)
                }
            }
        }

        LineRow {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "pad"
        }
    }

    Standing {
        x: others.column + Desk.gap
        width: others.column
        height: others.upper
        icon: "alert"
        name: Say.of("board.name")
        device: others.all.board
        trouble: others.trouble(device, device.door === "open" ? "door.open_state" : "")

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
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "board"
        }
    }

    Standing {
        x: others.column + Desk.gap
        y: others.upper + Desk.gap
        width: others.column
        height: others.height - y
        icon: "camera"
        name: Say.of("camera.name")
        device: others.all.camera
        trouble: others.trouble(device, device.motion === "still" ? "motion.still_state" : "")

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
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "camera"
            choices: ["good", "unplugged"]
        }
    }

    Standing {
        id: face
        x: strips.x
        y: others.height - height
        width: strips.width
        height: Theme.mm(44)
        icon: "camera"
        name: Say.of("face.name")
        device: others.all.face
        trouble: others.trouble(device, others.all.camera.motion === "still" ? "motion.still_state" : "")

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

    Standing {
        id: strips
        x: 2 * (others.column + Desk.gap)
        width: others.width - x
        height: face.y - Desk.gap
        icon: "screen"
        name: Say.of("strips.name")
        device: others.all.strips
        trouble: others.trouble(device)

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
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "strips"
        }
    }
}
