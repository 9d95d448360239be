import QtQuick
import "../components"
import "../staff"
import "../theme"

// Why, if one likes to say so: the grade's coded reasons, any number of them, also none. Only 提交评价 sends.
Item {
    id: why

    required property QtObject desk
    readonly property var page: desk.page
    readonly property var first: page.reasons.filter(reason => !reason.more)
    readonly property var rest: page.reasons.filter(reason => reason.more)
    readonly property bool wide: Say.latin || sheet === 0 // one column; Chinese words behind 更多 stand in two
    readonly property int perSheet: wide ? 3 : 6
    readonly property var sheets: [first, ...split(rest, Say.latin ? 3 : 6)].filter(rows => rows.length > 0)
    readonly property real gap: Theme.mm(3)
    property int sheet: 0

    function split(rows, size) {
        const found = []
        for (let at = 0; at < rows.length; at += size)
            found.push(rows.slice(at, at + size))
        return found
    }

    AskingHead {
        id: head
        width: parent.width
        desk: why.desk
        question: why.page.grade ? Say.of("reasons.question", { grade: why.page.grade }) : ""
        about: Say.of(why.page.reasons.length > 0 ? "reasons.about" : "reasons.none")
    }

    Grid {
        id: rows
        anchors { top: head.bottom; topMargin: Theme.mm(2.6); bottom: keys.top; bottomMargin: Theme.mm(3) }
        width: parent.width
        columns: why.wide ? 1 : 2
        spacing: why.gap

        Repeater {
            model: why.sheets[why.sheet] || []

            Key {
                id: reason
                required property var modelData
                objectName: "reason-" + modelData.code
                width: Math.floor((rows.width - (rows.columns - 1) * why.gap) / rows.columns)
                height: Math.floor((rows.height - 2 * why.gap) / 3)
                spoken: word.text
                chosen: why.page.chosen.indexOf(modelData.code) >= 0
                onTapped: why.desk.toggle(modelData.code)

                Rectangle { // empty, or ticked: not by colour alone
                    id: box
                    x: Theme.mm(4)
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.mm(8.5)
                    height: width
                    radius: Theme.mm(1.5)
                    color: Theme.surface
                    border { width: Theme.stroke(0.6); color: reason.chosen ? Theme.accent : Theme.edge }

                    Icon {
                        visible: reason.chosen
                        anchors.centerIn: parent
                        name: "check"
                        size: Theme.mm(7)
                        weight: 5
                    }
                }

                Balanced {
                    id: word
                    anchors { left: box.right; leftMargin: Theme.mm(4); verticalCenter: parent.verticalCenter }
                    anchors.verticalCenterOffset: Say.latin && lineCount > 1 ? -Math.round(size * 0.06) : 0 // of the ink: g and q hang
                    room: reason.width - box.x - box.width - Theme.mm(7)
                    text: Say.text(reason.modelData.text)
                    usual: Theme.mm(why.wide && !Say.latin ? 9.6 : 8.5)
                    ratio: 1.1
                }
            }
        }
    }

    Item {
        id: keys
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.mm(21.5) // reasons may take two lines, and need the room

        ActionKey {
            id: back
            objectName: "reconsider"
            width: Theme.mm(52)
            height: parent.height
            icon: "back"
            size: Theme.mm(Say.latin ? 8.5 : 9.6)
            text: Say.of("reasons.reconsider")
            onTapped: why.desk.reconsider()
        }

        ActionKey {
            objectName: "more"
            visible: why.sheets.length > 1
            live: visible
            anchors { left: back.right; leftMargin: Theme.mm(4) }
            width: Theme.mm(66)
            height: parent.height
            size: Theme.mm(Say.latin ? 8.5 : 9.6)
            text: Say.of("reasons.more", { sheet: why.sheet + 1, sheets: why.sheets.length })
            onTapped: why.sheet = (why.sheet + 1) % why.sheets.length
        }

        ActionKey {
            objectName: "submit"
            anchors.right: parent.right
            width: Theme.mm(72)
            height: parent.height
            kind: Key.Primary
            size: Theme.mm(Say.latin ? 8.5 : 10.5)
            text: Say.of("reasons.submit")
            onTapped: why.desk.submit()
        }
    }
}
