import QtQuick
import "../components"
import "../staff"
import "../theme"

// Digits and letters for a clerk without a keyboard.
Column {
    id: letters

    property bool usable: false // there is something to enter
    readonly property real gap: Theme.mm(2)

    signal typed(string letter)
    signal erased()
    signal entered()

    spacing: gap

    component Letters: Grid {
        id: grid

        property var all
        readonly property real each: Math.floor((letters.width - (columns - 1) * spacing) / columns)

        spacing: letters.gap

        Repeater {
            model: grid.all

            DeskButton {
                required property string modelData
                readonly property bool eraser: modelData === "erase"
                objectName: "letter-" + modelData
                width: grid.each
                height: Theme.mm(11)
                size: Desk.label
                icon: eraser ? "backspace" : ""
                text: eraser ? "" : modelData
                spoken: eraser ? Phrase.of("number.erase") : modelData
                onTapped: eraser ? letters.erased() : letters.typed(modelData)
            }
        }
    }

    Letters {
        columns: 6
        all: ["1", "2", "3", "4", "5", "erase", "6", "7", "8", "9", "0"]
    }

    Letters {
        columns: 7
        all: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("")
    }

    DeskButton {
        objectName: "letter-enter"
        width: parent.width
        height: Theme.mm(13)
        live: letters.usable
        size: Desk.label
        text: Say.of("paper.enter")
        onTapped: letters.entered()
    }
}
