import QtQuick
import "../components"
import "../staff"
import "../theme"

// What is asked, about which visit, and how long: the number and a bar that steps once a second.
Item {
    id: head

    required property QtObject desk
    property string question
    property string about
    property int size: Theme.mm(Say.latin ? 11.5 : 12.5)
    readonly property var page: desk.page

    implicitHeight: about.y + about.height + Theme.mm(2.6)

    Caption {
        id: question
        objectName: "question"
        width: left1.x - Theme.mm(4)
        text: head.question
        size: head.size
        ratio: 1.12
        font.weight: Theme.keyWeight
    }

    Row {
        id: left1
        anchors { right: parent.right; top: parent.top }
        height: question.lineHeight
        spacing: Theme.mm(2.5)

        Caption {
            objectName: "seconds"
            anchors.verticalCenter: parent.verticalCenter
            text: head.desk.seconds
            size: Theme.mm(12)
            ratio: 1.2
            strong: true
        }

        Caption {
            anchors.verticalCenter: parent.verticalCenter
            text: Say.of("asking.seconds")
            size: Theme.mm(8.5)
            ratio: 1.2
            color: Theme.ink2
            wrapMode: Text.NoWrap
        }
    }

    Plain {
        id: about
        objectName: "about"
        mayGiveWay: true // an item's name; the number stands before it
        anchors.top: question.bottom
        width: parent.width
        text: head.about
        size: Theme.mm(8.5)
        ratio: 1.16
        color: Theme.ink2
    }

    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.stroke(0.4)
        color: Theme.line
    }

    Rectangle {
        anchors { left: parent.left; bottom: parent.bottom }
        width: head.width * Math.min(1, head.desk.seconds / Math.max(1, head.page.whole))
        height: Theme.mm(0.9)
        color: Theme.accent
    }
}
