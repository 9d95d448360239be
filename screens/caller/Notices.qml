import QtQuick
import "../components"
import "../staff"
import "../theme"

// What somebody in this hall should see to: a forgotten card, a wish for help, a complaint, a device. Else nothing.
Item {
    id: list

    property var notices: []
    property int more: 0
    visible: list.notices.length > 0
    clip: true

    Plain {
        id: head
        text: list.more > 0 ? Say.of("notice.head_more", { count: list.more }) : Say.of("notice.head")
        size: Desk.small
        color: Theme.ink2
    }

    Column {
        anchors { left: parent.left; right: parent.right; top: head.bottom; topMargin: Theme.mm(2) }
        spacing: Theme.mm(2.5)

        Repeater {
            model: list.notices

            Rectangle {
                id: note
                required property var modelData
                width: list.width
                height: words.height + Theme.mm(5)
                radius: Desk.radius
                color: Theme.warnBg
                border { width: Theme.highContrast ? Desk.hairline : 0; color: Theme.warn }

                Icon {
                    id: sign
                    x: Theme.mm(3)
                    y: Theme.mm(2.5)
                    size: Theme.mm(6.5)
                    name: ({ card_forgotten: "id_card", help_wanted: "hand", complaint: "complaint", device: "printer" })[note.modelData.kind] || "info"
                    color: Theme.warn
                }

                Column {
                    id: words
                    x: sign.x + sign.width + Theme.mm(2.5)
                    y: Theme.mm(2.5)
                    width: parent.width - x - Theme.mm(3)

                    Caption {
                        objectName: "notice"
                        width: parent.width
                        text: Say.either("notice." + note.modelData.kind, "notice.other", { terminal: note.modelData.terminal })
                        size: Desk.body
                        ratio: 1.3
                        font.weight: Theme.medium
                    }

                    Caption {
                        width: parent.width
                        text: note.modelData.at + "  " + (note.modelData.kind === "device"
                            ? Say.either("device." + note.modelData.code, "device.other", { code: note.modelData.code })
                            : Say.text(note.modelData.text))
                        size: Desk.small
                        ratio: 1.3
                        color: Theme.ink2
                    }
                }
            }
        }
    }
}
