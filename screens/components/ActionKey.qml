import QtQuick
import "../theme"

// A button: an icon and a word, in the middle. Never narrower than its word: a long word takes two lines.
Key {
    id: action

    property string icon
    property string text
    property int size: Theme.latin ? Theme.body : Theme.label

    implicitHeight: Theme.keyHeight
    implicitWidth: Theme.mm(77)
    spoken: text

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.mm(3)

        Icon {
            id: sign
            visible: action.icon !== ""
            name: action.icon
            color: action.iconInk
            size: action.size * 1.05
            anchors.verticalCenter: parent.verticalCenter
        }

        Item { // as wide as its lines came out, so that the icon stands beside the words and not at the key's edge
            width: Math.ceil(words.contentWidth)
            height: words.height
            anchors.verticalCenter: parent.verticalCenter

            Caption {
                id: words
                readonly property real room: action.width - 2 * Theme.mm(3) - (sign.visible ? sign.width + row.spacing : 0)
                readonly property int lines: Math.max(1, Math.ceil(implicitWidth / Math.max(1, room)))
                // two lines come out of about the same length
                width: lines === 1 ? implicitWidth : Math.min(room, Math.ceil(implicitWidth / lines) + (Theme.latin ? 4 : 1.5) * size)
                anchors.horizontalCenter: parent.horizontalCenter
                horizontalAlignment: lineCount > 1 ? Text.AlignHCenter : Text.AlignLeft
                text: action.text
                size: action.size
                ratio: 1.2
                font.weight: Theme.keyWeight
                color: action.ink
            }
        }
    }
}
