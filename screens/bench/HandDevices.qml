import QtQuick
import "../components"
import "../staff"
import "../theme"

// What a hand holds before a device or takes out of it: codes, keys, pages.
Item {
    id: others

    required property QtObject desk
    readonly property bool there: desk.page.there
    readonly property var all: desk.page.others
    readonly property real column: Math.floor((width - 2 * Desk.gap) / 3)

    OtherCard {
        width: others.column
        height: others.height
        icon: "scan"
        name: Say.of("scanner.name")
        there: others.there
        device: others.all.scanner

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
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "scanner"
        }
    }

    OtherCard {
        x: others.column + Desk.gap
        width: others.column
        height: others.height
        icon: "keypad"
        name: Say.of("pad.name")
        there: others.there
        device: others.all.pad

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
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "pad"
        }
    }

    OtherCard {
        x: 2 * (others.column + Desk.gap)
        width: others.width - x
        height: others.height
        icon: "printer"
        name: Say.of("document.name")
        there: others.there
        device: others.all.document
        more: device.trouble ? device.trouble + "_state" : ""

        Column {
            width: parent.width
            spacing: Theme.mm(4)

            ChoiceRow {
                width: parent.width
                head: Say.of("paper.head")
                group: "document-paper"
                live: others.there
                choices: ["full", "low", "out"]
                chosen: others.all.document.paper
                onWanted: choice => others.desk.documentPaper(choice)
            }

            ChoiceRow {
                width: parent.width
                head: Say.of("inner.head")
                group: "document-inner"
                live: others.there
                choices: ["good", "jam", "open", "toner"]
                chosen: others.all.document.inner
                onWanted: choice => others.desk.documentInner(choice)
            }

            ChoiceRow {
                width: parent.width
                head: Say.of("queue.head")
                group: "document-queue"
                live: others.there
                choices: ["running", "stopped"]
                chosen: others.all.document.queue
                onWanted: choice => others.desk.documentQueue(choice)
            }

            Column {
                width: parent.width
                spacing: Theme.mm(1.2)

                Plain {
                    objectName: "pages-in-tray"
                    text: Say.of(others.all.document.tray > 0 ? "document.tray" : "document.no_page", { count: others.all.document.tray })
                    size: Desk.small
                    color: Theme.ink2
                }

                DeskButton {
                    objectName: "take-page"
                    width: parent.width
                    height: Theme.mm(13)
                    live: others.there && others.all.document.tray > 0
                    text: Say.of("document.take")
                    onTapped: others.desk.takePage()
                }
            }
        }

        LineRow {
            desk: others.desk
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            device: "document"
        }
    }
}
