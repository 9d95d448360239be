import QtQuick
import "../theme"

// A list that scrolls by wheel, finger and drag, with a quiet bar that says how far; an empty one says so.
ListView {
    id: list

    property string emptyWords
    property real inset: 0 // how far the rows' words stand from the list's edge

    clip: true
    topMargin: Theme.mm(1)
    bottomMargin: Theme.mm(1)
    boundsBehavior: Flickable.StopAtBounds
    reuseItems: true

    Plain {
        visible: list.count === 0
        x: list.inset
        y: Desk.inside
        text: list.emptyWords
        color: Theme.ink2
    }

    Rectangle {
        parent: list
        visible: list.contentHeight > list.height
        anchors.right: parent.right
        y: Theme.mm(1) + list.visibleArea.yPosition * (list.height - Theme.mm(2))
        width: Theme.mm(1)
        height: Math.max(Theme.mm(8), list.visibleArea.heightRatio * (list.height - Theme.mm(2)))
        radius: width / 2
        color: Theme.line
    }
}
