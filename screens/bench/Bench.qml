import QtQuick
import "../components"
import "../staff"
import "../theme"

// The bench of virtual devices: cards to lay, a slot to take tickets from, and what can go wrong with either.
Rectangle {
    id: bench

    required property QtObject desk
    readonly property var page: desk.page

    property string shown: "main"

    color: Theme.ground

    Item {
        id: header
        anchors { left: parent.left; right: parent.right; leftMargin: Desk.margin; rightMargin: Desk.margin }
        height: Desk.header

        Plain {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            text: Say.of("bench.title")
            size: Desk.head
            strong: true
        }

        Plain {
            anchors { left: title.right; leftMargin: Theme.mm(5); verticalCenter: parent.verticalCenter }
            visible: bench.page.there
            text: Say.of("bench.about")
            size: Desk.body
            color: Theme.ink2
        }

        Row {
            id: pages
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: Theme.mm(2)

            Repeater {
                model: ["main", "hand", "hall"]

                DeskButton {
                    required property string modelData
                    objectName: "show-" + modelData
                    chosen: bench.shown === modelData
                    text: Say.of("bench." + modelData)
                    onTapped: bench.shown = modelData
                }
            }
        }

        StateChip {
            objectName: "away-chip"
            anchors { right: pages.left; rightMargin: Theme.mm(4); verticalCenter: parent.verticalCenter }
            visible: !bench.page.there
            size: Desk.body
            kind: "info"
            word: Say.of("bench.away")
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Desk.hairline
            color: Theme.line
        }
    }

    Item {
        id: body
        visible: bench.shown === "main"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom; margins: Desk.margin }
        readonly property real column: Math.floor((width - 2 * Desk.gap) / 3)

        ReaderBench {
            id: reader
            width: body.column
            height: parent.height
            desk: bench.desk
        }

        PrinterBench {
            id: printer
            x: body.column + Desk.gap
            width: body.column
            height: parent.height
            desk: bench.desk
        }

        TicketBench {
            x: 2 * (body.column + Desk.gap)
            width: body.width - x
            height: parent.height
            desk: bench.desk
        }
    }

    HandDevices {
        anchors.fill: body
        visible: bench.shown === "hand"
        desk: bench.desk
    }

    HallDevices {
        anchors.fill: body
        visible: bench.shown === "hall"
        desk: bench.desk
    }
}
