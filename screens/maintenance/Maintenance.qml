import QtQuick
import QtQuick.Window
import "../components"
import "../staff"
import "../theme"

// The technician's page: every device of this machine, one of them whole, and the commands for the rest.
Rectangle {
    id: page

    required property QtObject desk
    required property var ways // [{ what, command }]
    required property QtObject clock
    readonly property var now: desk.page

    color: Theme.ground

    Item {
        id: header
        x: Desk.margin
        width: parent.width - 2 * x
        height: Desk.header

        Plain {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            text: Say.of("maintenance.title")
            size: Desk.head
            strong: true
        }

        Row {
            anchors { left: title.right; leftMargin: Theme.mm(8); verticalCenter: parent.verticalCenter }
            spacing: Theme.mm(4)

            StateChip {
                objectName: "troubles"
                visible: page.now.troubles > 0
                size: Desk.body
                kind: "bad"
                word: visible ? Say.of("maintenance.troubles", { count: page.now.troubles }) : ""
            }

            StateChip {
                objectName: "unsure"
                visible: page.now.unsure > 0
                size: Desk.body
                kind: "unknown"
                word: visible ? Say.of("maintenance.unsure", { count: page.now.unsure }) : ""
            }

            StateChip {
                objectName: "calm"
                visible: page.now.calm
                size: Desk.body
                kind: "ok"
                word: Say.of("maintenance.calm")
            }
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

    ScrollList {
        id: devices
        x: Desk.margin
        width: Theme.mm(142)
        anchors { top: header.bottom; bottom: below.top; topMargin: Theme.mm(3); bottomMargin: Theme.mm(3) }
        spacing: Theme.mm(1.4)
        model: page.desk.devices

        delegate: DeviceRow {
            required property var row
            width: ListView.view.width - (ListView.view.contentHeight > ListView.view.height ? Theme.mm(2.5) : 0)
            device: row
            chosen: page.now.chosen.id === row.id
            onTapped: page.desk.choose(row.id)
        }
    }

    DeviceDetail {
        anchors { left: devices.right; right: parent.right; top: header.bottom; bottom: below.top }
        anchors { leftMargin: Theme.mm(6); rightMargin: Desk.margin; topMargin: Theme.mm(4); bottomMargin: Theme.mm(4) }
        device: page.now.chosen
    }

    Item {
        id: below
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Desk.margin }
        height: Math.max(close.height, ways.height)

        Column {
            id: ways
            anchors.verticalCenter: parent.verticalCenter
            width: close.x - Theme.mm(8)
            spacing: Theme.mm(1.5)

            Repeater {
                model: page.ways

                Fact {
                    required property var modelData
                    width: ways.width
                    asksWidth: Theme.mm(Say.latin ? 52 : 26)
                    asks: Say.of(modelData.what)
                    answers: modelData.command
                }
            }
        }

        DeskButton {
            id: close
            objectName: "close"
            anchors { right: parent.right; bottom: parent.bottom }
            implicitHeight: Theme.mm(13)
            pad: Theme.mm(8)
            size: Desk.label
            text: Say.of("maintenance.close")
            onTapped: page.Window.window.close()
        }
    }
}
