import QtQuick
import "../components"
import "../staff"
import "../theme"

// Nobody is asked: which counter this is, and what will happen here.
Item {
    id: rest

    required property QtObject desk
    readonly property var page: desk.page

    Column {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; verticalCenterOffset: -Theme.mm(6) }
        spacing: Theme.mm(4)

        Caption {
            objectName: "counter"
            text: Say.of("rest.counter", { counter: rest.page.counter })
            size: Theme.mm(26)
            ratio: 1.2
            strong: true
        }

        Rectangle {
            width: Theme.mm(30)
            height: Theme.mm(1.2)
            radius: height / 2
            color: Theme.accent
        }

        Caption {
            width: parent.width
            text: Say.of("rest.sentence")
            size: Theme.mm(Say.latin ? 9.5 : 11)
            ratio: 1.45
        }

        Caption {
            width: parent.width
            text: Say.of("rest.voluntary")
            size: Theme.mm(8.5)
            ratio: 1.35
            color: Theme.ink2
        }
    }

    StateChip {
        objectName: "link-chip"
        anchors { left: parent.left; bottom: parent.bottom; bottomMargin: Theme.mm(4) }
        visible: !rest.page.link.up
        size: Theme.mm(8.5)
        kind: rest.page.link.word === "connecting" ? "info" : "bad"
        icon: rest.page.link.word === "connecting" ? "clock" : "broken_link"
        word: rest.page.link.up ? "" : Say.of("rest." + rest.page.link.word)
    }
}
