import QtQuick
import "../components"
import "../staff"
import "../theme"

// Five grades and the right to say nothing: same size, same white, same ink, nothing chosen, nothing filled.
Item {
    id: grades

    required property QtObject desk
    readonly property var page: desk.page
    readonly property real gap: Theme.mm(3.5)

    AskingHead {
        id: head
        width: parent.width
        desk: grades.desk
        question: Say.of("grades.question")
        about: grades.page.label + "  " + Say.text(grades.page.item || "")
    }

    Grid {
        id: cells
        anchors { top: head.bottom; topMargin: Theme.mm(3.5) }
        width: parent.width
        columns: 3
        spacing: grades.gap

        Repeater {
            model: [...grades.page.grades, { value: 0, name: null }]

            Key {
                id: cell
                required property var modelData
                objectName: "grade-" + modelData.value
                width: Math.floor((cells.width - 2 * grades.gap) / 3)
                height: Theme.mm(33)
                spoken: word.text
                onTapped: modelData.value > 0 ? grades.desk.grade(modelData.value) : grades.desk.decline()

                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: Theme.mm(Say.latin ? 1.5 : 4)
                    name: "face_" + cell.modelData.value
                    size: Theme.mm(Say.latin ? 11 : 13)
                    color: Theme.ink
                }

                Caption {
                    id: word
                    anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.mm(2) }
                    height: Theme.mm(Say.latin ? 18 : 12)
                    topPadding: 0
                    bottomPadding: 0
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    text: cell.modelData.value > 0 ? Say.text(cell.modelData.name) : Say.of("grades.not_now")
                    size: Theme.mm(Say.latin ? 8.5 : 9.6)
                    ratio: Say.latin ? 1.08 : 1.2
                    font.weight: Theme.keyWeight
                }
            }
        }
    }

    Item {
        anchors { left: parent.left; right: parent.right; top: cells.bottom; bottom: parent.bottom; topMargin: Theme.mm(2.5) }

        Caption {
            objectName: "voluntary"
            anchors.verticalCenter: parent.verticalCenter
            width: language.x - Theme.mm(5)
            text: Say.of(grades.page.link.up ? "grades.voluntary" : "grades.no_line")
            size: Theme.mm(8.5)
            ratio: 1.15
            color: Theme.ink2
        }

        Key {
            id: language
            objectName: "language"
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Theme.mm(40)
            height: Math.min(Theme.mm(20), parent.height)
            spoken: languageWord.text
            onTapped: grades.desk.switchLanguage()

            Caption {
                id: languageWord
                anchors.centerIn: parent
                text: Say.of("grades.other_language")
                size: Theme.mm(8.5)
                ratio: 1.2
                font.weight: Theme.medium
                wrapMode: Text.NoWrap
            }
        }
    }
}
