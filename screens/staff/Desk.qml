pragma Singleton
import QtQuick
import "../theme"

// Sizes of a clerk's desk, where the eye is at 60 cm and the hand holds a mouse as often as it points: the same
// millimetres as elsewhere, a denser scale.
QtObject {
    readonly property int small: Theme.type(4.4)
    readonly property int body: Theme.type(5)
    readonly property int label: Theme.type(6)
    readonly property int head: Theme.type(7.4)
    readonly property int figure: Theme.type(15)
    readonly property int number: Theme.type(25.5)
    readonly property int margin: Theme.mm(5.5)
    readonly property int gap: Theme.mm(4)
    readonly property int inside: Theme.mm(5.5)
    readonly property int radius: Theme.mm(2)
    readonly property int lip: Theme.mm(0.9)
    readonly property int header: Theme.mm(15)
    readonly property int row: Theme.mm(14.5)
    readonly property int hairline: Theme.stroke(0.35)
}
