import QtQuick
import "../components"
import "../staff"
import "../theme"

// The caller on a clerk's own screen: signing in, then the counter.
Rectangle {
    id: window

    required property QtObject desk
    readonly property var page: desk.page

    signal dockWanted()

    color: Theme.ground
    focus: true

    Keys.onPressed: event => {
        event.accepted = Strokes.pressed(event, window.desk) || window.page.signed && counterPage.pressed(event)
    }

    CounterHeader {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: Desk.margin; rightMargin: Desk.margin }
        desk: window.desk
        onDockWanted: window.dockWanted()
    }

    Behind {
        objectName: "behind"
        anchors { left: parent.left; right: parent.right; bottom: body.top }
        anchors.bottomMargin: Theme.mm(2)
        height: Theme.mm(7.5)
        behind: !window.Window.active
        words: Say.of("window.behind")
    }

    Item {
        id: body
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom; margins: Desk.margin; topMargin: Theme.mm(9.5) }

        SignInPage {
            anchors.fill: parent
            visible: !window.page.signed
            desk: window.desk
        }

        CounterPage {
            id: counterPage
            anchors.fill: parent
            visible: window.page.signed
            desk: window.desk
        }
    }
}
