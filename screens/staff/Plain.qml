import QtQuick
import "../components"
import "../theme"

// A line of a desk: never wraps, ends in an ellipsis only where its owner allows it.
Caption {
    property bool mayGiveWay: false // what it says stands elsewhere too
    elide: mayGiveWay ? Text.ElideRight : Text.ElideNone
    size: Desk.body
    ratio: 1.35
    wrapMode: Text.NoWrap
}
