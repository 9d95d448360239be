import QtQuick
import "../components"
import "../staff"
import "../theme"

// What somebody in this hall should see to: a forgotten card, a wish for help, a complaint, a device. Else nothing.
// One clerk says 我去; from then on it stands here in grey with that clerk's number, at every counter.
Item {
    id: list

    required property QtObject desk
    readonly property int count: desk.page.notices || 0
    readonly property int open: desk.page.open || 0
    visible: count > 0

    onOpenChanged: rows.positionViewAtBeginning() // F10 takes the first one, so that must be seen

    Plain {
        id: head
        text: Say.of("notice.head", { count: list.count })
        size: Desk.small
        color: Theme.ink2
    }

    ScrollList {
        id: rows
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.mm(1) }
        model: list.desk.notices
        spacing: Theme.mm(2)

        delegate: NoticeRow {
            required property var row
            width: ListView.view.width - (ListView.view.contentHeight > ListView.view.height ? Theme.mm(2) : 0)
            notice: row
            out: list.desk.page.out === "notice " + row.id
            onTaken: list.desk.takeNotice(row.id)
        }
    }
}
