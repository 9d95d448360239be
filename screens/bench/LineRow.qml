import QtQuick
import "../components"
import "../staff"
import "../theme"

// The line of one of the other devices; `desk` works it.
ChoiceRow {
    property string device
    required property QtObject desk

    head: Say.of("line.head")
    group: device + "-line"
    live: desk.page.there
    choices: ["good", "silent", "unplugged"]
    chosen: desk.page.others[device].line
    onWanted: choice => desk.line(device, choice)
}
