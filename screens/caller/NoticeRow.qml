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
    readonly property bool ofDevice: notice.kind === "device"
    readonly property string named: ofDevice ? notice.code.split(":")[0] : ""
    readonly property string state: ofDevice ? notice.code.slice(named.length + 1) : ""
    readonly property string details: !row.open ? Say.of("notice.taken", { clerk: notice.by, counter: notice.counter })
        : notice.kind === "complaint" ? Say.text(notice.text) : ofDevice ? advice() : ""

    readonly property var signs: ({
        card_forgotten: "id_card", help_wanted: "hand", complaint: "complaint", numbers_low: "ticket", numbers_doubted: "link",
        "id-card": "id_card", "receipt-printer": "printer", "document-printer": "printer", "code-scanner": "scan",
        camera: "camera", "face-camera": "camera", keypad: "keypad"
    })

    signal taken()

    // What is wrong: a word of its own for this class, else its name and the state.
    function trouble() {
        return Say.either("device." + notice.code, "device.composed", {
            name: Say.either("device.name." + named, "device.name.other", { code: named }),
            state: Say.either("device.state." + state, "device.state.other")
        })
    }

    // What to do now, by whoever goes there.
    function advice() {
        return Say.either("device.do." + notice.code, Say.all["device.do." + state] === undefined ? "device.do.other" : "device.do." + state)
    }

    height: Math.max(words.height, take.visible ? take.height : 0) + Theme.mm(4.4)
    radius: Desk.radius
    color: row.open ? Theme.warnBg : Theme.surface
    border { width: Theme.highContrast ? Desk.hairline : 0; color: row.open ? Theme.warn : Theme.line }

    Icon {
        id: sign
        x: Theme.mm(3)
        y: Theme.mm(2.5)
        size: Theme.mm(6.5)
        name: row.signs[row.notice.kind] || row.signs[row.named] || (row.ofDevice ? "wrench" : "info")
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
                terminal: Say.latin ? row.notice.terminal : row.notice.terminal.replace(/, /g, "、"), device: row.ofDevice ? row.trouble() : "", code: row.notice.code, queue: Say.text(row.notice.text)
            })
            usual: Desk.body
            ratio: 1.2
            font.weight: row.open ? Theme.medium : Font.Normal
            color: row.open ? Theme.ink : Theme.ink2
        }

        Caption {
            objectName: "notice-details"
            width: parent.width
            text: [row.ofDevice ? Say.of("notice.at", { terminal: row.notice.terminal }) : "", row.notice.at, row.notice.number ? Say.of("notice.number", { number: row.notice.number }) : "", row.details]
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
