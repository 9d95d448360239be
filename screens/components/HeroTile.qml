import QtQuick
import "../theme"

// The next step most people need, shaped like the ticket they will get: the name on its body, how many wait on its stub.
Key {
    id: hero

    property string icon: "ticket"
    property string name
    property string help
    property string figure // a number; empty when not known, and the stub is blank
    property string unit
    property bool tall: height > width * 0.9
    readonly property real stub: tall ? Theme.mm(58) : Theme.mm(70) * (Theme.elder ? 1.1 : 1)
    readonly property real tear: tall ? height - depth - stub : width - stub
    readonly property real bite: Theme.mm(6)

    kind: Key.Primary
    spoken: name
    implicitHeight: Theme.mm(84)

    Column {
        x: Theme.mm(9)
        width: (hero.tall || hero.figure === "" ? hero.width : hero.tear) - Theme.mm(15)
        y: ((hero.tall ? hero.tear : parent.height) - height) / 2
        spacing: Theme.mm(2)

        Icon {
            visible: hero.height >= Theme.mm(74)
            name: hero.icon
            size: Theme.mm(20)
            x: -indent
            color: Theme.inkOn
        }

        Caption {
            width: parent.width
            text: hero.name
            size: Theme.display
            strong: true
            color: Theme.inkOn
        }

        Caption {
            width: parent.width
            visible: text !== ""
            text: hero.help
            size: Theme.body
            color: Theme.inkOn2
        }
    }

    Item {
        visible: hero.figure !== ""
        x: hero.tall ? 0 : hero.tear
        y: hero.tall ? hero.tear : 0
        width: hero.tall ? hero.width : hero.stub
        height: hero.tall ? hero.stub : parent.height

        Column {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(8)

            Caption {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: hero.figure
                size: Theme.type(25)
                strong: true
                ratio: 1.1
                color: Theme.inkOn
            }

            Caption {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: hero.unit
                size: Theme.small
                color: Theme.inkOn2
            }
        }
    }

    Perforation {
        visible: hero.figure !== ""
        down: !hero.tall
        x: hero.tall ? hero.bite * 1.4 : hero.tear - width / 2
        y: hero.tall ? hero.tear - height / 2 : hero.bite * 1.4
        width: hero.tall ? hero.width - 2.8 * hero.bite : Theme.mm(2)
        height: hero.tall ? Theme.mm(2) : parent.height - 2.8 * hero.bite
        thick: Theme.stroke(0.6)
        color: Theme.inkOn2
        opacity: 0.7
    }

    Repeater {
        model: hero.figure !== "" ? 2 : 0

        Rectangle {
            required property int index
            width: 2 * hero.bite
            height: width
            radius: hero.bite
            color: Theme.ground
            x: (hero.tall ? (index ? hero.width : 0) : hero.tear) - hero.bite
            y: (hero.tall ? hero.tear : index ? hero.height - hero.depth : 0) - hero.bite
        }
    }
}
