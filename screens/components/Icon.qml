import QtQuick
import QtQuick.Shapes
import "../theme"
import "Icons.js" as Icons

// One drawn sign in one colour. Its ink starts 12 % inside its box: indent by that to meet the text below.
Item {
    id: icon

    property string name
    property real size: Theme.mm(11) * Theme.elderFactor
    property color color: Theme.accent
    property real weight: name === "keypad" ? 5.4 : 3.4 // of the grid of 48
    readonly property real indent: size * 0.12

    implicitWidth: size
    implicitHeight: size

    Shape {
        width: 48
        height: 48
        scale: icon.size / 48
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.weight
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: Icons.paths[icon.name] || "" }
        }
    }
}
