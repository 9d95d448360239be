import QtQuick
import "../staff"
import "../theme"

// The ground of such a list's row: tinted while it is the chosen one, a hairline under it.
Item {
    id: line

    required property var row
    readonly property bool current: ListView.isCurrentItem
    readonly property real inset: ListView.view ? ListView.view.inset : 0

    width: ListView.view ? ListView.view.width - Theme.mm(3) : 0
    height: Desk.row

    Rectangle {
        objectName: "chosen-" + (line.row.label || line.row.id)
        visible: line.current
        anchors { fill: parent; bottomMargin: Desk.hairline }
        radius: Desk.radius
        color: Theme.tint
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Desk.hairline
        color: Theme.line
    }
}
