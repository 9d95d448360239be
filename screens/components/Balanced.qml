import QtQuick
import "../theme"

// A name that may take two lines: they come out of about the same length, so that no single character is left alone on
// the second. `room` is what there is; the width taken may be less. One that needs more than two lines is set smaller.
Caption {
    id: balanced

    property real room
    property int usual: Theme.body
    property int smaller: usual
    readonly property bool long: whole.advanceWidth > 2 * room
    readonly property int lines: Math.max(1, Math.min(maximumLineCount, Math.ceil(implicitWidth / Math.max(1, room))))

    size: long ? smaller : usual
    // a line of words can miss its share by a word, a line of characters by one of them
    width: lines === 1 ? room : Math.min(room, Math.ceil(implicitWidth / lines) + (Theme.latin ? 4 : 1) * size)

    TextMetrics {
        id: whole
        font { family: balanced.font.family; weight: balanced.font.weight; pixelSize: balanced.usual }
        text: balanced.text
    }
}
