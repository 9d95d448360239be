import QtQuick
import "../theme"

// Whose hall, which machine, what time. No bar: two lines and a rule.
Item {
    id: header

    property string hall
    property string place
    property string machine
    property string clock
    property string date
    property string chip
    property string chipKind: "ok"
    implicitHeight: Theme.header

    Caption {
        y: Theme.elder ? (header.height - height) / 2 : Math.round(time.y + (time.height - height) / 2 + Theme.mm(0.8))
        width: time.x - Theme.mm(4)
        text: header.hall
        size: whole.width > width ? Theme.type(8.5) : Theme.type(11.5) // a long name takes the next size that fits
        strong: true

        TextMetrics {
            id: whole
            text: header.hall
            font.pixelSize: Theme.type(11.5)
            font.weight: 700
        }
    }

    Caption {
        id: time
        anchors.right: parent.right
        y: Theme.elder ? (header.height - height) / 2 : Theme.mm(3)
        text: header.clock
        size: Theme.elder ? Theme.type(14) : Theme.type(15)
        font.weight: Theme.medium
        wrapMode: Text.NoWrap
    }

    Caption {
        id: place
        visible: !Theme.elder
        y: Theme.mm(21.5)
        width: right1.x - Theme.mm(4)
        // where a long date or state leaves no room for both, the machine's number is what a caller is asked for
        text: both.width > width && header.machine ? header.machine : both.text
        size: Theme.small
        color: Theme.ink2
        wrapMode: Text.NoWrap

        TextMetrics {
            id: both
            text: header.place + (header.machine ? "  " + header.machine : "")
            font.family: place.font.family
            font.pixelSize: Theme.small
        }
    }

    Row {
        id: right1
        visible: !Theme.elder
        anchors.right: parent.right
        y: Theme.mm(21.5) - Math.round((height - place.height) / 2)
        spacing: Theme.mm(4)

        Caption {
            text: header.date
            size: Theme.small
            color: Theme.ink2
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
        }

        StateChip {
            visible: header.chip !== ""
            word: header.chip
            kind: header.chipKind
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.stroke(0.35)
        color: Theme.line
    }
}
