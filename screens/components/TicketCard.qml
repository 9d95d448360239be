import QtQuick
import "../theme"

// The ticket on the screen, as it lies in the hand: number, tear, figures, place. The number is the one filled surface.
Item {
    id: ticket

    readonly property bool holdsText: true
    property string heading
    property string kind
    property string label
    property string item
    property string aheadHead
    property string ahead
    property string aheadUnit
    property string waitHead
    property string wait // "12–20"; empty when nothing is known, then waitUnit is the whole sentence
    property string waitBefore
    property string waitUnit
    property var facts: [] // [{ asks, answers }]
    property var code: ({ side: 0, outline: "" }) // as screens/components/qr_code.py draws it
    property string codeCaption
    property bool filled: true
    property bool beside: Theme.landscape // number left, figures right
    readonly property real bite: Theme.mm(7)
    readonly property real pad: Theme.mm(beside ? 9 : 11)
    readonly property real tear: beside ? Math.round(width * 0.52) : Math.round(name.y + name.height + 2 * top.y)
    readonly property color onFill: filled ? Theme.inkOn : Theme.ink
    readonly property color onFill2: filled ? Theme.inkOn2 : Theme.ink2

    implicitHeight: beside ? Math.max(name.y + name.height + 2 * top.y, rest.height + 2 * top.y)
        : tear + rest.height + Theme.mm(20)

    Rectangle {
        anchors.fill: parent
        radius: Theme.mm(4)
        color: Theme.surface
        border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }
    }

    Item { // the filled part: rounded outside, straight at the tear
        width: ticket.beside ? ticket.tear : parent.width
        height: ticket.beside ? parent.height : ticket.tear
        clip: true
        visible: ticket.filled

        Rectangle {
            width: parent.width + (ticket.beside ? Theme.mm(8) : 0)
            height: parent.height + (ticket.beside ? 0 : Theme.mm(8))
            radius: Theme.mm(4)
            color: Theme.accent
        }
    }

    Item {
        id: top
        x: ticket.pad
        y: Theme.mm(9)
        width: (ticket.beside ? ticket.tear : ticket.width) - 2 * x
        height: (ticket.beside ? ticket.height : ticket.tear) - 2 * y

        Caption {
            id: heading
            // where there is no room for both, the kind is what the holder does not know yet
            visible: implicitWidth + kindly.implicitWidth + Theme.mm(5) < parent.width || kindly.text === ""
            text: ticket.heading
            color: ticket.onFill2
            wrapMode: Text.NoWrap
        }

        Caption {
            id: kindly
            x: heading.visible ? parent.width - width : 0
            text: ticket.kind
            strong: true
            color: ticket.onFill
            wrapMode: Text.NoWrap
        }

        Text {
            id: big
            objectName: "ticket-number"
            // placed by its capitals, which are 0.733 em high: the face's own box is twice as high
            readonly property real capital: font.pixelSize * 0.733
            y: heading.height + Theme.mm(ticket.beside ? 9 : 7) + capital - baselineOffset
            text: ticket.label
            color: ticket.onFill
            font.weight: 700
            // 0.6 em a character: five fit at full size, longer labels take the width they have
            font.pixelSize: Math.min(Theme.number, Math.round(top.width / (0.62 * Math.max(1, ticket.label.length))))
        }

        Balanced {
            id: name
            y: big.y + big.baselineOffset + Theme.mm(8)
            room: parent.width
            text: ticket.item
            // a very long name gives way here; it stands whole on the page before and on the paper
            readonly property bool mayGiveWay: true
            maximumLineCount: ticket.beside ? (Theme.elder ? 4 : 3) : 2
            elide: Text.ElideRight
            smaller: Theme.small
            color: ticket.onFill
        }
    }

    Perforation {
        visible: ticket.filled
        down: ticket.beside
        x: ticket.beside ? ticket.tear - width : ticket.bite * 1.6
        y: ticket.beside ? ticket.bite * 1.6 : ticket.tear - height
        width: ticket.beside ? Theme.stroke(0.6) : parent.width - 3.2 * ticket.bite
        height: ticket.beside ? parent.height - 3.2 * ticket.bite : Theme.stroke(0.6)
        thick: Theme.stroke(0.6)
        color: Theme.surface
    }

    Repeater {
        model: 2

        Rectangle {
            required property int index
            width: 2 * ticket.bite
            height: width
            radius: ticket.bite
            color: Theme.ground
            x: ticket.beside ? ticket.tear - ticket.bite : (index ? ticket.width : 0) - ticket.bite
            y: ticket.beside ? (index ? ticket.height : 0) - ticket.bite : ticket.tear - ticket.bite
        }
    }

    Item {
        id: below
        x: (ticket.beside ? ticket.tear : 0) + ticket.pad
        y: ticket.beside ? Math.round((ticket.height - rest.height) / 2) : ticket.tear + Theme.mm(10)
        width: ticket.width - x - ticket.pad
        height: rest.height

        Column {
            id: rest
            width: parent.width
            spacing: Theme.mm(5)

            Grid {
                id: figures
                visible: ticket.aheadHead !== "" // a number that was passed over has no place in the queue
                readonly property bool stacked: ahead.implicitWidth + wait.implicitWidth + Theme.mm(14) > room
                readonly property real room: rest.width - (qr.visible && !ticket.beside ? qr.width + Theme.mm(6) : 0)
                columns: stacked ? 1 : 2
                columnSpacing: Theme.mm(14)
                rowSpacing: Theme.mm(3)

                Figure {
                    id: ahead
                    head: ticket.aheadHead
                    value: ticket.ahead
                    unit: ticket.aheadUnit
                }

                Figure {
                    id: wait
                    head: ticket.beside && ticket.waitBefore ? ticket.waitHead + "  " + ticket.waitBefore : ticket.waitHead
                    before: ticket.beside ? "" : ticket.waitBefore
                    value: ticket.wait
                    unit: ticket.waitUnit
                }
            }

            Rectangle {
                visible: figures.visible
                width: figures.room
                height: Theme.stroke(0.35)
                color: Theme.line
            }

            Facts {
                width: figures.room
                askWidth: Theme.mm(Theme.latin ? 45 : 43) * (Theme.elder ? 1.25 : 1)
                entries: Theme.elder && (ticket.beside || figures.stacked) ? ticket.facts.slice(0, 1) : ticket.facts
                stacked: ticket.beside && (Theme.elder || Theme.latin)
            }
        }
    }

    Grid { // beside the facts; in landscape on the number's part, with its caption to the right
        id: qr
        visible: ticket.code.side > 0 && !Theme.elder
        x: ticket.beside ? ticket.pad : ticket.width - ticket.pad - width
        y: ticket.beside ? ticket.height - height - Theme.mm(9) : below.y
        columns: ticket.beside ? 2 : 1
        columnSpacing: Theme.mm(5)
        rowSpacing: Theme.mm(1)
        verticalItemAlignment: Grid.AlignVCenter

        Rectangle { // the quiet zone stays white in every column, or no phone reads it
            width: code.width + 2 * Theme.mm(3)
            height: width
            radius: Theme.mm(1.5)
            color: "#FFFFFF"

            QrCode {
                id: code
                anchors.centerIn: parent
                width: Theme.mm(ticket.beside ? 39 : 44)
                height: width
                drawn: ticket.code
            }
        }

        Caption {
            width: Theme.mm(50)
            horizontalAlignment: ticket.beside ? Text.AlignLeft : Text.AlignHCenter
            visible: text !== ""
            text: ticket.codeCaption
            size: Theme.small
            color: ticket.beside ? ticket.onFill2 : Theme.ink2
        }
    }
}
