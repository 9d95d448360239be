import QtQuick
import "../components"
import "../theme"

// Ten digits and the eraser at a desk's size; the place left of the zero stays empty.
Grid {
    id: pad

    property real keyWidth: Theme.mm(27)
    property real keyHeight: Theme.mm(21)

    signal typed(string digit)
    signal erased()

    columns: 3
    spacing: Theme.mm(3)

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"]

        Item {
            id: place
            required property string modelData
            width: pad.keyWidth
            height: pad.keyHeight

            Key {
                objectName: "digit-" + place.modelData
                visible: place.modelData !== ""
                live: visible
                anchors.fill: parent
                radius: Desk.radius
                depth: Desk.lip
                spoken: place.modelData === "erase" ? Phrase.of("number.erase") : place.modelData
                onTapped: place.modelData === "erase" ? pad.erased() : pad.typed(place.modelData)

                Caption {
                    visible: place.modelData !== "erase"
                    anchors.centerIn: parent
                    text: place.modelData === "erase" ? "" : place.modelData
                    size: Theme.type(9)
                    ratio: 1.1
                    font.weight: Theme.keyWeight
                }

                Icon {
                    visible: place.modelData === "erase"
                    anchors.centerIn: parent
                    name: "backspace"
                    size: Theme.mm(8)
                }
            }
        }
    }
}
