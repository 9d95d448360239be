import QtQuick
import "../components"
import "../theme"

// A clerk's key: icon, word, and the key of the keyboard that does the same. Unusable it keeps its place and stays
// touchable, because touching it says why.
Key {
    id: desk

    property string icon
    property string word
    property string hint // F1
    property bool usable: true
    property bool beside: false // icon beside the word, as on the docked bar
    property bool withIcon: true // a row of keys too narrow for both keeps the words
    property int size: Desk.label
    readonly property color wordInk: usable || primary ? ink : Theme.ink2
    readonly property color signInk: usable || primary ? iconInk : Theme.ink2

    radius: Desk.radius
    depth: Desk.lip
    spoken: word
    objectName: "key-" + icon

    Grid {
        anchors.centerIn: parent
        columns: desk.beside && desk.withIcon ? 2 : 1
        columnSpacing: Theme.mm(2)
        rowSpacing: Theme.mm(0.4)
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            visible: desk.withIcon
            name: desk.icon
            size: Theme.mm(desk.beside ? 5.5 : 7.5)
            color: desk.signInk
        }

        Caption {
            text: desk.word
            size: desk.size
            ratio: 1.25
            font.weight: Theme.keyWeight
            color: desk.wordInk
            wrapMode: Text.NoWrap
        }

        Caption {
            visible: desk.hint !== "" && !desk.beside
            text: desk.hint
            size: Desk.small
            ratio: 1.2
            color: desk.primary ? Theme.inkOn2 : Theme.ink2
            wrapMode: Text.NoWrap
        }
    }
}
