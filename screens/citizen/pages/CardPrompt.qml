import QtQuick
import "../../components"
import "../../theme"

// Where the card goes and what the hand does; before that, who reads what, why, and how to say no.
CitizenPage {
    id: page

    keysLow: true
    // landscape: the keys stand under the notice, or under the drawing where the notice needs the height
    readonly property bool keysLeft: Theme.landscape && consent.height + Theme.section + Theme.keyHeight > secondArea.height
    readonly property real below: consent.height + keys.height + 2 * Theme.section + Theme.mm(8)

    firstHeight: Math.max(Theme.mm(60), height - firstArea.y - below)

    first: Item {
        anchors.fill: parent

        DevicePrompt {
            visible: height > Theme.mm(60) // lower, the card would lie on the reader's name
            width: parent.width
            height: page.keysLeft ? parent.height - leftKeys.height - Theme.gutter : parent.height
            waiting: page.face.waiting
            lifting: page.face.lifting
            filled: page.face.filled
            says: page.face.says
            saysKind: page.face.saysKind
        }

        CardKeys {
            id: leftKeys
            visible: page.keysLeft
            narrow: true
            width: parent.width
            anchors.bottom: parent.bottom
            entries: page.keysLeft ? page.face.keys : []
            onWish: name => page.wish(name, "")
        }
    }

    ConsentList {
        id: consent
        width: parent.width
        head: page.face.consentHead
        entries: page.face.consent
    }

    CardKeys {
        id: keys
        visible: !page.keysLeft
        width: parent.width
        y: Theme.landscape ? page.secondArea.height - height : consent.height + Theme.section
        entries: page.keysLeft ? [] : page.face.keys
        onWish: name => page.wish(name, "")
    }
}
