import QtQuick
import "../theme"

// What can be touched: a face, its side, and a lip under it. Pressed, the face goes down onto the lip. One that is not
// live has neither face nor lip: it cannot be touched now, and a sentence on the page says why.
Item {
    id: key

    enum Kind { Quiet, Primary, Danger }

    readonly property bool holdsText: true
    property int kind: Key.Quiet
    property bool chosen: false
    property string spoken
    property real radius: Theme.radius
    property real depth: Theme.lip
    property bool live: true
    readonly property bool primary: kind === Key.Primary && live
    readonly property bool down: touch.pressed && touch.containsMouse && live
    readonly property color ink: !live ? Theme.ink2 : primary ? Theme.inkOn : kind === Key.Danger ? Theme.bad : Theme.ink
    readonly property color ink2: primary ? Theme.inkOn2 : Theme.ink2
    readonly property color iconInk: primary ? Theme.inkOn : kind === Key.Danger ? Theme.bad : Theme.accent
    default property alias content: face.data
    readonly property bool touchable: live
    enabled: live

    signal tapped()

    Accessible.role: Accessible.Button
    Accessible.name: spoken
    Accessible.onPressAction: key.tapped()

    Rectangle {
        visible: key.live
        y: key.depth
        width: parent.width
        height: parent.height - key.depth
        radius: key.radius
        color: key.primary ? Theme.accentEdge : key.kind === Key.Danger ? Theme.bad : Theme.edge
    }

    Rectangle {
        id: cap
        y: key.down ? key.depth : 0
        width: parent.width
        height: parent.height - key.depth
        radius: key.radius
        color: key.primary ? (key.down ? Theme.accentEdge : Theme.accent) : !key.live ? "transparent" : key.down || key.chosen ? Theme.tint : Theme.surface
        border.width: key.primary ? 0 : Theme.hairline
        border.color: key.kind === Key.Danger ? Theme.bad : key.chosen ? Theme.accent : Theme.side

        Behavior on y {
            enabled: !key.down
            NumberAnimation { duration: Theme.keyTime; easing.type: Easing.OutCubic }
        }

        Item {
            id: face
            anchors.fill: parent
        }
    }

    MouseArea {
        id: touch
        anchors.fill: parent
        enabled: key.live
        onClicked: key.tapped()
    }
}
