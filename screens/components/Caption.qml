import QtQuick
import "../theme"

// A run of text. The face's own line box is 1.45 em with its characters low in it: the line height is fixed, and the
// paddings put the characters' body in the middle of it.
Text {
    id: caption

    property int size: Theme.body
    property real ratio: size >= Theme.title ? 1.22 : size >= Theme.label ? 1.3 : size <= Theme.small ? 1.35 : 1.45
    property bool strong: false
    readonly property real lift: Math.round(size * (0.78 - ratio / 2))

    color: Theme.ink
    font.pixelSize: size
    font.weight: strong ? 700 : 400
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(size * ratio)
    topPadding: -lift
    bottomPadding: lift
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
