import QtQuick
import "../theme"

// A long list in pages that fit whole: PageKeys turn them, a flick does too, and nothing is ever half visible.
// Rows grow to fill the height, up to `tallest`. A row stays the same object while only its words change, so that
// news from the hall never takes a key away from under a finger.
Item {
    id: list

    property var entries: []
    property int columns: 1
    property int most: 11 // entries a page
    property real lowest: Theme.mm(31)
    property real tallest: lowest * 1.6
    property real gap: Theme.mm(4)
    property Component entry // an item with the properties `value` and `place`
    readonly property int rows: Math.max(1, Math.min(Math.floor(most / columns), Math.floor((height + gap) / (lowest + gap))))
    readonly property int perPage: rows * columns
    readonly property int pages: Math.max(1, Math.ceil(entries.length / perPage))
    readonly property int usedRows: pages > 1 ? rows : Math.max(1, Math.ceil(entries.length / columns))
    readonly property real rowHeight: Math.min(tallest, Math.floor((height + gap) / usedRows - gap))
    readonly property real columnWidth: Math.floor((width - (columns - 1) * gap) / columns)
    property int page: 0
    readonly property int shownPage: Math.min(page, pages - 1)
    readonly property int first: shownPage * perPage

    function turn(step) { page = Math.max(0, Math.min(pages - 1, shownPage + step)) }

    Grid {
        columns: list.columns
        columnSpacing: list.gap
        rowSpacing: list.gap

        Repeater {
            model: Math.max(0, Math.min(list.perPage, list.entries.length - list.first))

            Loader {
                id: place
                required property int index
                width: list.columnWidth
                height: list.rowHeight
                sourceComponent: list.entry

                Binding {
                    target: place.item
                    property: "value"
                    value: list.entries[list.first + place.index] || null
                }
            }
        }
    }

    DragHandler {
        target: null
        xAxis.enabled: false
        enabled: list.pages > 1
        onActiveChanged: if (!active && Math.abs(activeTranslation.y) > Theme.mm(15)) list.turn(activeTranslation.y < 0 ? 1 : -1)
    }
}
