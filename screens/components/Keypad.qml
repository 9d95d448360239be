import QtQuick
import "../theme"

// Ten digits, X for the last place of a citizen number, and the eraser. No letters move, nothing learns.
Grid {
    id: pad

    property real keyWidth: Theme.mm(58)
    property real keyHeight: Theme.mm(27)

    signal typed(string character)
    signal erased()

    columns: 3
    columnSpacing: Theme.mm(4)
    rowSpacing: Theme.mm(4)

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "erase"]

        Key {
            id: digit
            required property string modelData
            readonly property bool eraser: modelData === "erase"

            objectName: "digit-" + modelData
            width: pad.keyWidth
            height: pad.keyHeight
            spoken: eraser ? Phrase.of("number.erase") : modelData
            onTapped: eraser ? pad.erased() : pad.typed(modelData)

            Caption {
                visible: !digit.eraser
                anchors.centerIn: parent
                text: digit.eraser ? "" : digit.modelData
                size: Theme.type(15)
                strong: true
                ratio: 1.1
            }

            Icon {
                visible: digit.eraser
                anchors.centerIn: parent
                name: "backspace"
                size: Theme.mm(13)
            }
        }
    }
}
