import QtQuick
import "../components"
import "../staff"
import "../theme"

// Which counter, who sits at it, what time. The line to the hall is only spoken of when it is not there.
Item {
    id: header

    required property QtObject desk
    readonly property var page: desk.page

    signal dockWanted()

    implicitHeight: Desk.header

    Row {
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Plain {
            objectName: "counter-name"
            text: Say.of("caller.counter", { counter: header.page.counter })
            size: Desk.head
            strong: true
            anchors.verticalCenter: parent.verticalCenter
        }

        Plain {
            visible: header.page.known
            text: header.page.known ? Say.text(header.page.counterName) : ""
            color: Theme.ink2
            anchors.verticalCenter: parent.verticalCenter
        }

        Plain {
            visible: header.page.signed
            text: header.page.signed
                ? Say.of("caller.clerk", { name: header.page.clerkName, number: header.page.clerk }) : ""
            color: Theme.ink2
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Row {
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.mm(4)

        StateChip {
            objectName: "pad-chip"
            visible: header.page.pad !== ""
            word: visible ? Say.of("caller.pad") : ""
            kind: "warn"
            size: Desk.body
            anchors.verticalCenter: parent.verticalCenter
        }

        LinkChip {
            link: header.page.link
            anchors.verticalCenter: parent.verticalCenter
        }

        DeskButton {
            objectName: "dock"
            visible: header.page.signed
            text: Say.of("caller.dock")
            anchors.verticalCenter: parent.verticalCenter
            onTapped: header.dockWanted()
        }

        DeskButton {
            objectName: "sign-out"
            visible: header.page.signed
            text: Say.of("caller.sign_out")
            anchors.verticalCenter: parent.verticalCenter
            onTapped: header.desk.signOut()
        }

        Plain {
            text: header.desk.clock.text
            size: Desk.head
            font.weight: Theme.medium
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Desk.hairline
        color: Theme.line
    }
}
