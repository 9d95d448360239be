import QtQuick
import "../theme"

// A state: always icon, word and colour together. Only exceptions have a ground of their own.
Rectangle {
    id: chip

    property string word
    property string kind: "ok" // ok, warn, bad, info, plain
    property string icon: ({ ok: "ok", warn: "warn", bad: "stopped", info: "clock", plain: "person" })[kind] || "unknown"
    property int size: Theme.small
    readonly property bool bare: kind === "ok"
    readonly property color ink: ({ ok: Theme.ok, warn: Theme.warn, bad: Theme.bad, info: Theme.accent })[kind] || Theme.ink2

    implicitHeight: Math.round(size * 1.55)
    implicitWidth: row.width + (bare ? 0 : Theme.mm(5))
    radius: Theme.mm(1.5)
    color: ({ ok: "transparent", warn: Theme.warnBg, bad: Theme.badBg, info: Theme.tint })[kind] || Theme.ground
    border.width: Theme.highContrast && !bare ? Theme.hairline : 0
    border.color: ink

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.mm(1.5)

        Icon {
            name: chip.icon
            size: chip.size * 0.9
            color: chip.ink
            anchors.verticalCenter: parent.verticalCenter
        }

        Caption {
            text: chip.word
            size: chip.size
            color: chip.ink
            font.weight: Theme.medium
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
