import QtQuick
import "../../components"
import "../../theme"

// The visit is over and wiped, and a card still lies there. Once the staff know of it, whoever comes next may go on.
CitizenPage {
    id: page

    sign: "id_card"
    signColor: Theme.accent
    firstHeight: Theme.landscape ? 0 : Theme.mm(190)

    first: Item {
        anchors.fill: parent

        DevicePrompt {
            visible: !Theme.landscape
            anchors.fill: parent
            waiting: false
            lifting: true
            says: page.face.says
        }

        Advice {
            visible: Theme.landscape
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            keys: Theme.landscape ? page.face.keys : []
            onWish: name => page.wish(name, "")
        }
    }

    DevicePrompt {
        visible: Theme.landscape
        anchors.fill: parent
        waiting: false
        lifting: true
        says: page.face.says
    }

    Advice {
        visible: !Theme.landscape
        width: parent.width
        keys: Theme.landscape ? [] : page.face.keys
        onWish: name => page.wish(name, "")
    }
}
