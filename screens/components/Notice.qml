import QtQuick
import "../theme"

// Something that is so, said once above the body: icon, sentence, and at most one thing to do about it.
Rectangle {
    id: notice

    readonly property bool holdsText: true
    property string icon: "info"
    property string kind: "plain" // plain, ok, warn, bad
    property string text
    property string action
    property string actionName
    readonly property color ink: ({ ok: Theme.ok, warn: Theme.warn, bad: Theme.bad })[kind] || Theme.accent

    signal acted()

    implicitHeight: Math.max(Theme.mm(24), words.height + 2 * Theme.mm(5), key.visible ? key.height + 2 * Theme.mm(4) : 0)
    radius: Theme.radius
    color: ({ ok: Theme.okBg, warn: Theme.warnBg, bad: Theme.badBg })[kind] || Theme.surface
    border.width: Theme.highContrast ? Theme.hairline : 0
    border.color: ink

    Icon {
        id: sign
        x: Theme.inside
        anchors.verticalCenter: parent.verticalCenter
        name: notice.icon
        size: Theme.mm(11)
        color: notice.ink
    }

    Caption {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        x: sign.x + sign.width + Theme.mm(4)
        width: (key.visible ? key.x - Theme.mm(4) : parent.width - Theme.inside) - x
        text: notice.text
        ratio: 1.35
        color: Theme.ink
    }

    ActionKey {
        id: key
        objectName: notice.actionName
        visible: notice.action !== ""
        live: visible
        width: Theme.mm(62)
        height: Theme.mm(24)
        anchors { right: parent.right; rightMargin: Theme.mm(4); verticalCenter: parent.verticalCenter }
        text: notice.action
        size: Theme.body
        onTapped: notice.acted()
    }
}
