import QtQuick
import "../theme"

// One of the footer's seven places: icon over word; beside it when there is room (elder mode).
Key {
    id: slot

    property string icon
    property string word
    readonly property bool wide: width > height * 1.8

    implicitHeight: Theme.mm(27.5)
    spoken: word

    Grid {
        anchors.centerIn: parent
        columns: slot.wide ? 2 : 1
        columnSpacing: Theme.mm(4)
        rowSpacing: Theme.mm(0.5)
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            name: slot.icon
            size: Theme.mm(slot.wide ? 13 : 9.5)
        }

        Caption {
            text: slot.word
            size: slot.wide ? Theme.type(9.5) : Math.round(8.5 * Theme.density)
            ratio: 1.2
            font.weight: Theme.medium
            wrapMode: Text.NoWrap
        }
    }
}
