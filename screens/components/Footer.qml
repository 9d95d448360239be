import QtQuick
import "../theme"

// Seven places that never move (three in elder mode). A place that does not apply stays empty.
Item {
    id: footer

    property var slots: [] // seven or three: null, { name, icon, word }, { time: true } or { hotline }
    property int secondsLeft: -1 // seconds; below 0 there is no session
    property int secondsWhole: 60
    readonly property int count: Theme.elder ? 3 : 7
    readonly property real gap: Theme.mm(Theme.elder ? 6 : 3)
    readonly property real slotWidth: Theme.elder
        ? Math.floor((Math.min(width, Theme.mm(244)) - 2 * gap) / 3)
        : Math.floor((Math.min(width, Theme.mm(244)) - 6 * gap) / 7)

    signal tapped(string name)

    // In landscape the first five stand left and the last two right; in elder mode one left, two right.
    function place(index) {
        const step = slotWidth + gap
        const fromRight = Theme.elder ? index > 0 : index > 4
        return fromRight ? width - (count - index) * step + gap : index * step
    }

    implicitHeight: Theme.footer

    Rectangle {
        width: parent.width
        height: Theme.stroke(0.35)
        color: Theme.line
    }

    Rectangle {
        visible: footer.secondsLeft >= 0
        y: -Math.floor((height - Theme.stroke(0.35)) / 2)
        width: parent.width * Math.min(1, footer.secondsLeft / Math.max(1, footer.secondsWhole))
        height: Theme.mm(1)
        color: Theme.accent
    }

    Repeater {
        model: footer.count

        Item {
            id: place
            required property int index
            readonly property var slot: footer.slots[index] || null
            x: footer.place(index)
            y: Theme.mm(3.5)
            width: footer.slotWidth
            height: Theme.mm(27.5)

            FooterKey {
                objectName: place.slot && place.slot.name ? "footer-" + place.slot.name : ""
                visible: live
                live: !!(place.slot && place.slot.name)
                anchors.fill: parent
                icon: live ? place.slot.icon : ""
                word: live ? place.slot.word : ""
                onTapped: footer.tapped(place.slot.name)
            }

            Column {
                visible: !!(place.slot && place.slot.time) && footer.secondsLeft >= 0
                anchors.centerIn: parent

                Caption {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: footer.secondsLeft
                    size: Theme.type(Theme.elder ? 11 : 12)
                    ratio: 1.1
                    strong: true
                }

                Caption {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: Phrase.of("footer.seconds_left")
                    size: Math.round(8.5 * Theme.density)
                    ratio: 1.2
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }
            }

            Column {
                visible: !!(place.slot && place.slot.hotline)
                anchors.verticalCenter: parent.verticalCenter

                Caption {
                    text: Phrase.of("footer.hotline")
                    size: Theme.small
                    ratio: 1.2
                    color: Theme.ink2
                    wrapMode: Text.NoWrap
                }

                Caption {
                    text: place.slot && place.slot.hotline ? place.slot.hotline : ""
                    size: Theme.label
                    ratio: 1.15
                    strong: true
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
