import QtQuick
import "../theme"

// A long list in pages that fit whole: big keys turn them, a flick does too, and nothing is ever half visible.
Item {
    id: list

    property var entries: []
    property int columns: 1
    property real rowHeight: Theme.mm(31)
    property real gap: Theme.mm(4)
    property Component entry // gets `value`, one of the entries
    readonly property bool paged: entries.length > fitting(height)
    readonly property int rows: Math.max(1, Math.floor(((paged ? height - keys.height - gap : height) + gap) / (rowHeight + gap)))
    readonly property int perPage: rows * columns
    readonly property int pages: Math.max(1, Math.ceil(entries.length / perPage))
    property int page: 0
    readonly property int shownPage: Math.min(page, pages - 1)
    readonly property real columnWidth: Math.floor((width - (columns - 1) * gap) / columns)

    function fitting(room) { return Math.floor((room + gap) / (rowHeight + gap)) * columns }
    function turn(step) { page = Math.max(0, Math.min(pages - 1, shownPage + step)) }

    Grid {
        id: grid
        columns: list.columns
        columnSpacing: list.gap
        rowSpacing: list.gap

        Repeater {
            model: list.entries.slice(list.shownPage * list.perPage, (list.shownPage + 1) * list.perPage)

            Loader {
                required property var modelData
                width: list.columnWidth
                height: list.rowHeight
                sourceComponent: list.entry
                onLoaded: item.value = modelData
            }
        }
    }

    DragHandler {
        target: null
        xAxis.enabled: false
        enabled: list.pages > 1
        onActiveChanged: if (!active && Math.abs(activeTranslation.y) > Theme.mm(15)) list.turn(activeTranslation.y < 0 ? 1 : -1)
    }

    Row {
        id: keys
        visible: list.paged
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.keyHeight
        spacing: list.gap

        ActionKey {
            objectName: "list-before"
            width: Math.floor((parent.width - 2 * parent.spacing) * 0.36)
            height: parent.height
            icon: "up"
            text: Phrase.of("list.before")
            live: list.shownPage > 0
            onTapped: list.turn(-1)
            opacity: live ? 1 : 0
        }

        Caption {
            width: parent.width - 2 * parent.spacing - 2 * Math.floor((parent.width - 2 * parent.spacing) * 0.36)
            anchors.verticalCenter: parent.verticalCenter
            horizontalAlignment: Text.AlignHCenter
            text: Phrase.of("list.page", { page: list.shownPage + 1, pages: list.pages })
            size: Theme.small
            color: Theme.ink2
        }

        ActionKey {
            objectName: "list-after"
            width: Math.floor((parent.width - 2 * parent.spacing) * 0.36)
            height: parent.height
            icon: "down"
            text: Phrase.of("list.after")
            live: list.shownPage < list.pages - 1
            onTapped: list.turn(1)
            opacity: live ? 1 : 0
        }
    }
}
