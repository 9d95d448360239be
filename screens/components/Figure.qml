import QtQuick
import "../theme"

// One number worth its size: a small head, the figure, and its unit on the same base line.
Column {
    id: figure

    property string head
    property string before
    property string value
    property string unit

    Caption {
        text: figure.head
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }

    Item {
        implicitWidth: big.visible ? unit.x + unit.width : unit.width
        implicitHeight: big.height
        width: implicitWidth

        Caption {
            id: before
            visible: big.visible && text !== ""
            anchors.baseline: big.baseline
            text: figure.before
            wrapMode: Text.NoWrap
        }

        Caption {
            id: big
            x: before.visible ? before.width + Theme.mm(2) : 0
            visible: text !== ""
            text: figure.value
            size: Theme.figure
            ratio: 1.15
            strong: true
            wrapMode: Text.NoWrap
        }

        Caption {
            id: unit
            anchors.baseline: big.baseline
            x: big.visible ? big.x + big.width + Theme.mm(2) : 0
            text: figure.unit
            wrapMode: Text.NoWrap
        }
    }
}
