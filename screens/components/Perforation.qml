import QtQuick
import QtQuick.Shapes

// Where a ticket tears: a dashed line, across or down.
Shape {
    id: line

    property color color: "white"
    property real thick: 2
    property bool down: false
    property real gap: 3

    ShapePath {
        strokeColor: line.color
        strokeWidth: line.thick
        strokeStyle: ShapePath.DashLine
        dashPattern: [line.gap, line.gap * 0.8]
        capStyle: ShapePath.FlatCap
        fillColor: "transparent"
        startX: line.down ? line.width / 2 : 0
        startY: line.down ? 0 : line.height / 2

        PathLine {
            x: line.down ? line.width / 2 : line.width
            y: line.down ? line.height : line.height / 2
        }
    }
}
