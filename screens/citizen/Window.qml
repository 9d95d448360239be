import QtQuick
import "../components"
import "../theme"

// The whole window. Python says which page and what is on it; touches go back as a name and an argument.
Rectangle {
    id: window

    required property QtObject terminal
    readonly property bool settled: !settling.running && !arrive.running
    readonly property string pageName: body.name

    color: Theme.ground
    focus: true

    // A hall machine may have a keypad of its own. While somebody is asked whether they are still there, any key says so.
    Keys.onPressed: event => {
        const page = body.item
        if (terminal.time.warning)
            terminal.touch("extend", "")
        else if (settled && page && page.pressed)
            page.pressed(event)
        event.accepted = true
    }

    PageFrame {
        id: frame
        anchors.fill: parent
        enabled: window.settled // a second tap of an impatient finger must not fall on whatever lies there on the next page
        header: window.terminal.header
        steps: window.terminal.rail.steps
        at: window.terminal.rail.at
        slots: window.terminal.slots
        secondsLeft: window.terminal.time.left
        secondsWhole: window.terminal.time.whole
        timeLeft: window.terminal.time.words
        warning: window.terminal.time.warning
        lastWarning: window.terminal.time.last
        number: window.terminal.time.number
        onFooterTapped: name => window.terminal.touch(name, "")
        onGoOn: window.terminal.touch("extend", "")
        onLeave: window.terminal.touch("exit", "")

        // Not a Loader: what its setSource is given as first values is never let go (Qt 6.11: up to 17 KB a page).
        Item {
            id: body
            property string name
            property Item item
            readonly property var drawings: ({}) // by file, each read once; they must go before the engine goes
            width: parent.width
            height: parent.height

            function turn(source, face) {
                const drawing = drawings[source] || Qt.createComponent(source, Component.PreferSynchronous, body)
                drawings[source] = drawing
                if (drawing.status === Component.Error)
                    console.warn(drawing.errorString())
                if (item) {
                    item.visible = false
                    item.destroy()
                }
                item = drawing.createObject(body, {
                    face: face,
                    width: Qt.binding(() => body.width),
                    height: Qt.binding(() => body.height),
                    bodyTop: Qt.binding(() => frame.bodyTop)
                })
            }
        }
    }

    Timer {
        id: settling
        interval: Theme.settleTime
    }

    NumberAnimation {
        id: arrive
        target: body
        property: "x"
        to: 0
        duration: Theme.pageTime
        easing.type: Easing.OutCubic
    }

    Connections {
        target: window.terminal

        function onTurned(name, source, face, forward) {
            const first = body.name === ""
            body.turn(source, face)
            body.name = name
            if (first)
                return
            settling.restart()
            if (Theme.pageTime > 0) {
                arrive.from = (forward ? 1 : -1) * Theme.mm(8)
                arrive.restart()
            }
        }

        function onRenewed(face) {
            if (body.item)
                body.item.face = face
        }
    }

    Connections {
        target: body.item
        ignoreUnknownSignals: true

        function onWish(name, argument) { window.terminal.touch(name, argument) }
    }

    Component.onCompleted: terminal.ready()
}
