import QtQuick
import "../components"
import "../staff"
import "../theme"

// One notice: what and where, when, a complaint's number, and the key by which a clerk takes it or who did.
Rectangle {
    id: row

    property var notice
    property bool takeable: true
    property bool out: false // its answer is on the way
    readonly property bool open: notice.by === ""
    readonly property string device: notice.kind === "device"
        ? Say.either("device." + notice.code, "device.other", { code: notice.code }) : ""
    readonly property string details: row.open ? (notice.kind === "complaint" ? Say.text(notice.text) : "")
        : Say.of("notice.taken", { clerk: notice.by, counter: notice.counter })

    signal taken()

    height: Math.max(words.height, take.visible ? take.height : 0) + Theme.mm(4.4)
    radius: Desk.radius
    color: row.open ? Theme.warnBg : Theme.surface
    border { width: Theme.highContrast ? Desk.hairline : 0; color: row.open ? Theme.warn : Theme.line }

    Icon {
        id: sign
        x: Theme.mm(3)
        y: Theme.mm(2.5)
        size: Theme.mm(6.5)
        name: row.notice.code.startsWith("id-card") ? "id_card" : ({ card_forgotten: "id_card", help_wanted: "hand", complaint: "complaint", device: "printer", numbers_low: "ticket", numbers_doubted: "link" })[row.notice.kind] || "info"
        color: row.open ? Theme.warn : Theme.ink2
    }

    Column {
        id: words
        x: sign.x + sign.width + Theme.mm(2.5)
        anchors.verticalCenter: parent.verticalCenter
        width: (take.visible ? take.x : parent.width) - x - Theme.mm(3)

        Balanced {
            objectName: "notice"
            room: words.width
            text: Say.either("notice." + row.notice.kind, "notice.other", {
                terminal: Say.latin ? row.notice.terminal : row.notice.terminal.replace(/, /g, "、"), device: row.device, code: row.notice.code, queue: Say.text(row.notice.text)
            })
            usual: Desk.body
            ratio: 1.2
            font.weight: row.open ? Theme.medium : Font.Normal
            color: row.open ? Theme.ink : Theme.ink2
        }

        Caption {
            objectName: "notice-details"
            width: parent.width
            text: [row.notice.at, row.notice.number ? Say.of("notice.number", { number: row.notice.number }) : "", row.details]
                .filter(part => part !== "").join("  ")
            size: Desk.small
            ratio: 1.2
            color: Theme.ink2
        }
    }

    DeskButton {
        id: take
        objectName: "take-" + row.notice.id
        visible: row.open && row.takeable
        live: visible
        chosen: row.out
        anchors { right: parent.right; rightMargin: Theme.mm(2.5); verticalCenter: parent.verticalCenter }
        pad: Theme.mm(3)
        size: Desk.small
        text: Say.of(row.notice.first ? "notice.take_first" : "notice.take")
        onTapped: row.taken()
    }
}
