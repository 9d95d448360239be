import QtQuick
import "../components"
import "../staff"
import "../theme"

// The keys in three rows of three, F1 to F9. The middle row is the place of 转移, 挂起 and 回呼 (F4 to F6), which come
// with a later version; until then it says what the hall answered and why a key cannot be used.
Item {
    id: keys

    required property QtObject desk
    readonly property var page: desk.page
    readonly property real gap: Theme.mm(3)
    readonly property real keyWidth: Math.floor((width - 2 * gap) / 3)
    readonly property real keyHeight: Math.floor((height - 2 * gap) / 3)
    readonly property bool paused: page.phase === "paused"

    implicitHeight: Theme.mm(84)

    component One: DeskKey {
        required property string name
        width: keys.keyWidth
        height: keys.keyHeight
        objectName: "key-" + name
        kind: keys.page.filled === name ? Key.Primary : Key.Quiet
        usable: !(keys.page.keys || {})[name]
        chosen: keys.page.out === name
        onTapped: keys.desk.press(name)
    }

    One {
        name: "call"
        icon: "call"
        word: Say.of("key.call")
        hint: "F1"
    }

    One {
        name: "recall"
        x: keys.keyWidth + keys.gap
        icon: "recall"
        word: Say.of("key.recall")
        hint: "F2"
    }

    One {
        name: "pass"
        x: 2 * (keys.keyWidth + keys.gap)
        icon: "pass"
        word: Say.of("key.pass")
        hint: "F3"
    }

    Caption {
        objectName: "sentence"
        y: keys.keyHeight + keys.gap
        width: parent.width
        height: keys.keyHeight - (both.visible ? both.height + Theme.mm(1) : 0)
        topPadding: 0
        bottomPadding: 0
        verticalAlignment: Text.AlignVCenter
        text: Sentences.ofPage(keys.page)
        size: Desk.body
        color: Sentences.grave(keys.page) ? Theme.bad : Theme.ink2
    }

    DeskButton {
        id: both
        objectName: "key-finish_both"
        y: 2 * keys.keyHeight + keys.gap - height
        width: parent.width
        visible: !!keys.page.current && keys.page.current.endsWith.length > 0
        live: visible
        chosen: keys.page.out === "finish_both"
        text: Say.of("key.finish_both")
        onTapped: keys.desk.press("finish_both")
    }

    One {
        name: "pause"
        y: 2 * (keys.keyHeight + keys.gap)
        icon: keys.paused ? "call_back" : "off"
        word: Say.of(keys.paused ? "key.resume" : "key.pause")
        hint: "F7"
    }

    One {
        name: "finish"
        x: keys.keyWidth + keys.gap
        y: 2 * (keys.keyHeight + keys.gap)
        icon: "check"
        word: Say.of("key.finish")
        hint: "F8"
    }

    One {
        name: "start"
        x: 2 * (keys.keyWidth + keys.gap)
        y: 2 * (keys.keyHeight + keys.gap)
        icon: "person"
        word: Say.of("key.start")
        hint: "F9"
    }
}
