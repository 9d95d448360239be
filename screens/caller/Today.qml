import QtQuick
import "../staff"
import "../theme"

// The counter's day in one quiet line.
Row {
    id: today

    property var figures
    spacing: Theme.mm(4)
    leftPadding: Desk.inside
    visible: !!figures

    Repeater {
        model: today.figures ? [
            Say.of("today.called", { count: today.figures.called }),
            Say.of("today.done", { count: today.figures.done }),
            Say.of("today.passed", { count: today.figures.passed }),
            today.figures.average > 0 ? Say.of("today.average",
                { minutes: Math.floor(today.figures.average / 60), seconds: String(today.figures.average % 60).padStart(2, "0") }) : ""
        ].filter(line => line !== "") : []

        Plain {
            required property string modelData
            text: modelData
            size: Desk.small
            color: Theme.ink2
        }
    }
}
