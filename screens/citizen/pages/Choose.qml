import QtQuick
import "../../components"
import "../../theme"

// Choosing one of many: departments, the items of one, or what is often asked for.
CitizenPage {
    id: page

    readonly property bool sideKeys: Theme.landscape

    first: PageKeys {
        visible: page.sideKeys && list.pages > 1
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: implicitHeight
        list: list
    }

    PagedList {
        id: list
        readonly property bool keysBelow: !page.sideKeys && page.face.entries.length > fitting
        readonly property int fitting: Math.min(most, Math.floor((parent.height + gap) / (lowest + gap)) * columns)
        width: parent.width
        height: parent.height - (keysBelow ? Theme.keyHeight + Theme.section : 0)
        columns: Theme.elder ? 1 : page.face.columns
        most: Theme.elder ? 5 : page.face.most > 0 ? page.face.most : page.face.columns > 1 ? 10 : 8
        lowest: Theme.mm(Theme.elder ? (Theme.latin ? 46 : 36) : Theme.latin ? 37 : 31)
        tallest: Theme.mm(Theme.elder ? 52 : page.face.columns > 1 ? 50 : 38)
        entries: page.face.entries

        entry: ListRow {
            property var value
            objectName: value ? page.face.wish + "-" + value.code : ""
            width: list.columnWidth
            height: list.rowHeight
            icon: value ? value.icon : ""
            name: value ? value.name : ""
            detail: value ? value.detail : ""
            onTapped: page.wish(page.face.wish, value.code)
        }
    }

    PageKeys {
        visible: !page.sideKeys && list.pages > 1
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: Theme.mm(4) }
        height: implicitHeight
        list: list
    }

    Notice {
        visible: page.face.entries.length === 0
        width: parent.width
        text: page.face.empty
        action: page.face.emptyAction
        actionName: "empty-help"
        onActed: page.wish("help", "")
    }
}
