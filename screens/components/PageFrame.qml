import QtQuick
import "../theme"

// What every page of a terminal has in the same places: header, step rail, body, footer, and the card that asks
// whether anybody is still there. While that card shows, the page behind it is not drawn at all.
Item {
    id: frame

    property var header: ({})
    property var steps: []
    property int at: 0
    property var slots: []
    property int secondsLeft: -1
    property int secondsWhole: 60
    property bool warning: false
    property string lastWarning
    property string number // of this visit; it can be read while the page behind the warning cannot
    property string timeLeft // elder mode says it in words
    default property alias body: body.data
    readonly property real bodyTop: body.y
    readonly property bool railed: steps.length > 0 || (Theme.elder && timeLeft !== "")

    signal footerTapped(string name)
    signal goOn()
    signal leave()

    Header {
        id: header
        x: Theme.margin
        width: parent.width - 2 * x
        hall: frame.header.hall || ""
        place: frame.header.place || ""
        machine: frame.header.machine || ""
        clock: frame.header.clock || ""
        date: frame.header.date || ""
        chip: frame.header.chip || ""
        chipKind: frame.header.chipKind || "ok"
    }

    StepRail {
        id: rail
        x: Theme.margin
        y: header.height + Theme.mm(5)
        width: parent.width - 2 * x
        visible: frame.railed
        steps: frame.steps
        at: frame.at
    }

    Caption {
        visible: Theme.elder && frame.timeLeft !== ""
        anchors { right: rail.right; top: rail.top; topMargin: Theme.mm(1) }
        text: frame.timeLeft
        size: Theme.small
        color: Theme.ink2
        wrapMode: Text.NoWrap
    }

    Item {
        id: body
        x: Theme.margin
        y: header.height + (frame.railed ? Theme.mm(5) + Theme.rail : 0)
        width: parent.width - 2 * x
        height: parent.height - y - footer.height
        visible: !frame.warning
    }

    MouseArea { // whoever touches anything is still there
        anchors.fill: parent
        enabled: frame.warning && frame.lastWarning === ""
        onClicked: frame.goOn()
    }

    StillThere {
        visible: frame.warning
        x: Theme.margin
        width: parent.width - 2 * x
        y: Math.max(body.y + Theme.mm(12), Math.round(body.y + (body.height - height) * 0.4))
        seconds: Math.max(0, frame.secondsLeft)
        last: frame.lastWarning
        number: frame.number
        onGoOn: frame.goOn()
        onLeave: frame.leave()
    }

    Footer {
        id: footer
        x: Theme.margin
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        slots: frame.warning ? [] : frame.slots
        secondsLeft: frame.secondsLeft
        secondsWhole: frame.secondsWhole
        onTapped: name => frame.footerTapped(name)
    }
}
