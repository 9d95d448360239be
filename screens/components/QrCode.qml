import QtQuick
import QtQuick.Shapes

// A QR code: whole pixels a module, so that a phone reads it from a dim screen. Whoever shows it gives the quiet zone.
Item {
    id: code

    property var drawn: ({ side: 0, outline: "" }) // as screens/components/qr_code.py draws it
    readonly property int module: Math.max(1, Math.floor(Math.min(width, height) / Math.max(1, drawn.side)))

    Shape {
        x: Math.floor((code.width - code.drawn.side * code.module) / 2)
        y: x
        width: code.drawn.side
        height: width
        scale: code.module
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeWidth: -1
            fillColor: "#000000"

            PathSvg { path: code.drawn.outline }
        }
    }
}
