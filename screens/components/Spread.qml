import QtQuick
import HallKiosk.Panel
import "../theme"

// A page's body: the question first, what belongs to it, then the choices. Portrait puts them one above the other,
// landscape side by side. In the low layout everything passive moves up, so that no key lies above reach.
Item {
    id: spread

    property string question
    property string sentence
    property string sign
    property color signColor: Theme.ok
    property real firstHeight: 0 // portrait: the height of the first area; 0 when it is empty there
    property real leftWidth: Theme.mm(Theme.elder ? 186 : 172) // landscape
    property bool beside: Theme.landscape
    default property alias second: secondArea.data
    property alias first: firstArea.data
    property alias firstArea: firstArea
    property alias secondArea: secondArea
    property bool keysInFirst: false // what can be touched begins already in the first area
    property bool keysLow: false // what can be touched stands at the end of the second area, within reach anyway
    property real bodyTop: 0 // where this body begins in the window, for the low layout
    readonly property real topGap: Theme.mm(beside ? 8 : 10)
    readonly property real reach: Math.max(0, Panel.keysFrom - bodyTop)

    Item {
        id: head
        y: spread.topGap
        width: spread.beside ? spread.leftWidth : spread.width
        height: words.height

        Icon {
            id: mark
            visible: spread.sign !== "" && !Theme.elder
            name: spread.sign
            size: Theme.display
            color: spread.signColor
            y: Math.round((question.lineHeight - height) / 2)
        }

        Column {
            id: words
            x: mark.visible ? mark.width + Theme.mm(4) : 0
            width: parent.width - x
            spacing: Theme.mm(2)

            Caption {
                id: question
                objectName: "question"
                width: parent.width
                text: spread.question
                size: Theme.display
                font.weight: Theme.medium
            }

            Caption {
                objectName: "sentence"
                width: parent.width
                visible: text !== ""
                text: spread.sentence
                color: Theme.ink2
            }
        }
    }

    Item {
        id: firstArea
        x: 0
        y: Math.max(head.y + head.height + Theme.mm(8), spread.keysInFirst && !spread.beside ? spread.reach : 0)
        width: head.width
        height: spread.beside ? spread.height - y - Theme.mm(8) : spread.firstHeight
    }

    Item {
        id: secondArea
        x: spread.beside ? spread.leftWidth + Theme.mm(12) : 0
        y: spread.beside ? spread.topGap
            : Math.max(firstArea.y + (spread.firstHeight > 0 ? spread.firstHeight + Theme.section : 0), spread.keysLow ? 0 : spread.reach)
        width: spread.width - x
        height: spread.height - y - Theme.mm(8)
    }
}
