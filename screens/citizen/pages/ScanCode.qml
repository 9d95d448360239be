import QtQuick
import "../../components"
import "../../theme"

// A code is wanted: where it is held, and what may be held there.
CitizenPage {
    id: page

    firstHeight: Theme.landscape ? 0 : Theme.mm(190)

    first: ScanPrompt {
        visible: !Theme.landscape
        anchors.fill: parent
        says: page.face.says
        pad: page.face.pad
    }

    ScanPrompt {
        visible: Theme.landscape
        anchors.fill: parent
        says: page.face.says
        pad: page.face.pad
    }
}
