import QtQuick
import "../../components"
import "../../theme"

// The visit is over and wiped, and a card still lies there.
CitizenPage {
    id: page

    sign: "id_card"
    signColor: Theme.accent
    firstHeight: Theme.landscape ? 0 : Theme.mm(190)

    first: DevicePrompt {
        visible: !Theme.landscape
        anchors.fill: parent
        waiting: false
        lifting: true
        says: page.face.says
    }

    DevicePrompt {
        visible: Theme.landscape
        anchors.fill: parent
        waiting: false
        lifting: true
        says: page.face.says
    }
}
