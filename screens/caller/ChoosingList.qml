import QtQuick
import "../staff"
import "../theme"

// A list among whose rows the arrows choose; Enter does what the chosen row's own key does.
ScrollList {
    id: list

    signal entered(var row)

    inset: Theme.mm(3)
    keyNavigationEnabled: false // the window hears all keys

    function pressed(event) {
        if (event.key === Qt.Key_Up || event.key === Qt.Key_Down)
            list.currentIndex = Math.max(0, Math.min(list.count - 1, list.currentIndex + (event.key === Qt.Key_Up ? -1 : 1)))
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && list.currentItem)
            list.entered(list.currentItem.row)
        else
            return false
        return true
    }
}
