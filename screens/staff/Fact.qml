import QtQuick
import "../components"
import "../theme"

// What is asked, and what is so: 申请人  张*三.
Item {
    id: fact

    property string asks
    property string answers
    property real asksWidth: Theme.mm(Say.latin ? 20 : 15)
    property color ink: Theme.ink
    property int lines: 1000 // more than these give way
    implicitHeight: Math.max(asksLine.height, answersLine.height)

    Caption {
        id: asksLine
        text: fact.asks
        size: Desk.small
        ratio: 1.5
        color: Theme.ink2
        wrapMode: Text.NoWrap
        anchors.baseline: answersLine.baseline
    }

    Balanced {
        id: answersLine
        objectName: "fact-answer"
        readonly property bool mayGiveWay: fact.lines < 1000
        maximumLineCount: fact.lines
        elide: mayGiveWay ? Text.ElideRight : Text.ElideNone
        x: fact.asksWidth
        room: parent.width - x
        text: fact.answers
        usual: Desk.body
        ratio: 1.35
        font.weight: Theme.medium
        color: fact.ink
    }
}
