import QtQuick
import "../theme"

// The colour of a state's icon and word. It never stands alone: each state has both.
QtObject {
    property string kind
    readonly property color ink: ({ ok: Theme.ok, warn: Theme.warn, bad: Theme.bad, info: Theme.accent })[kind] || Theme.ink2
}
