import QtQuick
import "../../components"
import "../../theme"

// The citizen number by hand: 6, 8 and 4 places, what is wrong with it said while typing, and big keys.
CitizenPage {
    id: page

    firstHeight: Theme.mm(Theme.elder ? 66 : 58)

    // A key of a real keyboard; a pad of digits has a star where the X is wanted. A key that is held down types once.
    function pressed(event) {
        const erases = event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete
        if (event.isAutoRepeat && !erases)
            return
        if (erases)
            wish("erase", "")
        else if (event.key === Qt.Key_Escape)
            wish("back", "")
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && face.complete)
            wish("submit", "")
        else if (/^[0-9]$/.test(event.text))
            wish("digit", event.text)
        else if (/^[xX*]$/.test(event.text))
            wish("digit", "X")
    }

    first: Column {
        width: parent.width
        spacing: Theme.mm(4)

        Rectangle {
            id: field
            readonly property bool holdsText: true
            objectName: "number-field"
            width: parent.width
            height: Theme.landscape ? Theme.mm(58) : Theme.mm(32)
            radius: Theme.radius
            color: Theme.surface
            border { width: Theme.focusLine; color: page.face.problem ? Theme.bad : Theme.accent }

            Flow {
                anchors { left: parent.left; right: parent.right; leftMargin: Theme.mm(7); rightMargin: Theme.mm(3); verticalCenter: parent.verticalCenter }
                spacing: Theme.mm(6)

                Repeater {
                    model: 3

                    Row {
                        id: group
                        required property int index
                        readonly property string typed: page.face.groups[index] || ""
                        readonly property int places: [6, 8, 4][index]
                        spacing: Theme.mm(1)

                        Repeater {
                            model: group.places

                            Item {
                                required property int index
                                width: Theme.mm(Theme.landscape ? 10 : 10.6)
                                height: Theme.mm(20)

                                Caption {
                                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.mm(1) }
                                    text: group.typed[parent.index] || ""
                                    size: Math.round(15 * Theme.density)
                                    ratio: 1.15
                                    font.weight: Theme.medium
                                    wrapMode: Text.NoWrap
                                }

                                Rectangle {
                                    anchors.bottom: parent.bottom
                                    width: parent.width
                                    height: Theme.stroke(0.6)
                                    color: group.typed.length > parent.index ? Theme.accent : Theme.edge
                                }
                            }
                        }
                    }
                }
            }
        }

        Row {
            width: parent.width
            spacing: Theme.mm(3)

            Icon {
                id: sign
                visible: page.face.problem !== "" || page.face.complete
                name: page.face.problem ? "warn" : "ok"
                color: page.face.problem ? Theme.bad : Theme.ok
                size: Theme.body
                anchors.verticalCenter: parent.verticalCenter
            }

            Caption {
                objectName: "number-says"
                width: parent.width - (sign.visible ? sign.width + parent.spacing : 0)
                text: page.face.says
                color: page.face.problem ? Theme.bad : page.face.complete ? Theme.ok : Theme.ink2
            }
        }
    }

    Keypad {
        id: pad
        anchors.horizontalCenter: parent.horizontalCenter
        keyWidth: Math.min(Theme.mm(90), Math.floor((page.secondArea.width - 2 * columnSpacing) / 3))
        keyHeight: Math.min(Theme.mm(34), Math.floor((page.secondArea.height - actions.height - Theme.mm(8) - 3 * rowSpacing) / 4))
        onTyped: character => page.wish("digit", character)
        onErased: page.wish("erase", "")
    }

    Grid {
        id: actions
        y: pad.height + Theme.mm(8)
        anchors.horizontalCenter: parent.horizontalCenter
        columns: 2
        spacing: Theme.mm(4)

        ActionKey {
            objectName: "number-clear"
            width: pad.keyWidth
            size: Theme.body
            text: page.face.clear
            onTapped: page.wish("clear", "")
        }

        ActionKey {
            objectName: "number-submit"
            width: pad.width - pad.keyWidth - actions.spacing
            kind: page.face.complete ? Key.Primary : Key.Quiet
            live: page.face.complete
            text: page.face.submit
            onTapped: page.wish("submit", "")
        }
    }
}
