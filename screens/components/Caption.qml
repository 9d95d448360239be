import QtQuick
import "../theme"

// A run of text. The face's own line box is 1.45 em with the middle of its characters 0.795 em down; the paddings make
// the box as high as its lines and put the characters in the middle of them.
Text {
    id: caption

    property int size: Theme.body
    property real ratio: size >= Theme.title ? 1.22 : size >= Theme.label ? 1.3 : size <= Theme.small ? 1.35 : 1.45
    property bool strong: false

    color: Theme.ink
    font.pixelSize: size
    font.weight: strong ? 700 : 400
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(size * ratio)
    topPadding: Math.round(lineHeight / 2 - size * 0.795)
    bottomPadding: Math.round(lineHeight / 2 - size * 0.655)
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
