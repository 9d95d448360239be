import QtQuick
import HallKiosk.Components
import "../theme"

// The ticket on the screen, as it lies in the hand: number, tear, figures, place. The number is the one filled surface.
Item {
    id: ticket

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
    property string code
    property string codeCaption
    property bool filled: true
    property bool beside: width > Theme.mm(300) // number left, figures right
    readonly property real bite: Theme.mm(7)
    readonly property real pad: Theme.mm(11)
    readonly property real tear: beside ? Math.round(width * 0.52) : Math.round(height * 0.5)
    readonly property color onFill: filled ? Theme.inkOn : Theme.ink
    readonly property color onFill2: filled ? Theme.inkOn2 : Theme.ink2

    implicitHeight: Theme.mm(214)

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
            text: ticket.heading
            color: ticket.onFill2
            wrapMode: Text.NoWrap
        }

        Caption {
            anchors.right: parent.right
            text: ticket.kind
            strong: true
            color: ticket.onFill
            wrapMode: Text.NoWrap
        }

        Text {
            id: big
            objectName: "ticket-number"
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: -0.035 * font.pixelSize
            x: -Math.round(font.pixelSize * 0.03)
            text: ticket.label
            color: ticket.onFill
            font.weight: 700
            // 0.6 em a character: five fit at full size, longer labels take the width they have
            font.pixelSize: Math.min(Theme.number, Math.round(top.width / (0.62 * Math.max(1, ticket.label.length))))
        }

        Caption {
            anchors.bottom: parent.bottom
            width: parent.width
            text: ticket.item
            size: Theme.body
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
        y: (ticket.beside ? 0 : ticket.tear) + Theme.mm(9)
        width: ticket.width - x - ticket.pad
        height: ticket.height - y - Theme.mm(8)

        Column {
            id: figures
            width: parent.width - (qr.visible && !Theme.elder ? qr.width + Theme.mm(8) : 0)
            spacing: Theme.mm(5)

            Flow {
                width: parent.width
                spacing: Theme.mm(3)

                Figure {
                    width: Math.max(implicitWidth, Math.min(Theme.mm(54), figures.width * 0.36))
                    head: ticket.aheadHead
                    value: ticket.ahead
                    unit: ticket.aheadUnit
                }

                Figure {
                    head: ticket.waitHead
                    before: ticket.waitBefore
                    value: ticket.wait
                    unit: ticket.waitUnit
                }
            }

            Rectangle {
                width: parent.width
                height: Theme.stroke(0.35)
                color: Theme.line
            }

            Column {
                width: parent.width
                spacing: Theme.mm(1)

                Repeater {
                    model: ticket.facts

                    Item {
                        required property var modelData
                        width: figures.width
                        height: answers.height

                        Caption {
                            id: asks
                            text: modelData.asks
                            ratio: 1.35
                            color: Theme.ink2
                            wrapMode: Text.NoWrap
                        }

                        Caption {
                            id: answers
                            x: asks.width + Theme.mm(4)
                            width: parent.width - x
                            text: modelData.answers
                            ratio: 1.35
                            font.weight: Theme.keyWeight
                        }
                    }
                }
            }
        }

        Column {
            id: qr
            visible: ticket.code !== "" && !Theme.elder
            anchors.right: parent.right
            spacing: Theme.mm(1)

            Rectangle { // the quiet zone stays white in every column, or no phone reads it
                anchors.right: parent.right
                width: code.width + 2 * Theme.mm(3)
                height: width
                radius: Theme.mm(1.5)
                color: "#FFFFFF"

                QrCode {
                    id: code
                    anchors.centerIn: parent
                    width: Theme.mm(46)
                    height: width
                    text: ticket.code
                }
            }

            Caption {
                anchors.right: parent.right
                width: Theme.mm(52)
                horizontalAlignment: Text.AlignHCenter
                visible: text !== ""
                text: ticket.codeCaption
                size: Theme.small
                color: Theme.ink2
            }
        }
    }
}
