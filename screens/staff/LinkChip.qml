import QtQuick
import "../components"
import "../theme"

// The line to the hall: silent while it is there, else since when it is not.
StateChip {
    property var link: ({ word: "connecting", up: false, since: "" })

    visible: !link.up
    size: Desk.body
    kind: link.word === "connecting" ? "info" : "bad"
    icon: link.word === "connecting" ? "clock" : "broken_link"
    word: Say.of("link." + link.word, { since: link.since })
}
