import QtQuick
import "../components"
import "../staff"
import "../theme"

// One device whole: how it is and since when, why, what to do next, what it says of itself, and how it is tried.
Rectangle {
    id: detail

    property var device
    readonly property real inner: width - 2 * Desk.inside

    radius: Theme.mm(2.5)
    color: Theme.surface

    function lasting(minutes) {
        if (minutes < 1)
            return Say.of("maintenance.age_now")
        if (minutes < 120)
            return Say.of("maintenance.age_minutes", { count: minutes })
        return minutes < 2880 ? Say.of("maintenance.age_hours", { count: Math.floor(minutes / 60) })
            : Say.of("maintenance.age_days", { count: Math.floor(minutes / 1440) })
    }

    component Words: Caption {
        width: detail.inner
        size: Desk.label
        ratio: 1.35
    }

    component Head: Plain {
        size: Desk.small
        color: Theme.ink2
    }

    Column {
        x: Desk.inside
        y: Desk.inside
        width: detail.inner
        spacing: Theme.mm(5)

        Column {
            width: parent.width
            spacing: Theme.mm(1.5)

            Plain {
                objectName: "detail-name"
                text: (detail.device.name ? Say.of(detail.device.name) : detail.device.device) + (detail.device.role ? "  " + Say.of(detail.device.role) : "")
                size: Desk.head
                strong: true
            }

            Row {
                spacing: Theme.mm(5)

                StateChip {
                    objectName: "detail-state"
                    anchors.verticalCenter: parent.verticalCenter
                    size: Desk.label
                    kind: detail.device.kind
                    icon: detail.device.icon
                    word: Say.of(detail.device.state)
                }

                Plain {
                    objectName: "detail-since"
                    anchors.verticalCenter: parent.verticalCenter
                    visible: detail.device.since !== ""
                    text: visible ? Say.of("maintenance.since", { since: detail.device.since }) + "  " + detail.lasting(detail.device.age) : ""
                    color: Theme.ink2
                }
            }
        }

        Words {
            objectName: "detail-why"
            visible: detail.device.why !== ""
            text: visible ? Say.of(detail.device.why) : ""
        }

        Column {
            width: parent.width
            spacing: Theme.mm(0.8)
            visible: detail.device.act !== ""

            Head { text: Say.of("maintenance.act") }

            Words {
                objectName: "detail-act"
                text: detail.device.act ? Say.of(detail.device.act) : ""
                font.weight: Theme.keyWeight
            }

            Caption {
                objectName: "detail-out"
                visible: detail.device.out
                width: parent.width
                text: Say.of("maintenance.out")
                size: Desk.body
                ratio: 1.35
                color: Theme.ink2
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.mm(7)
            visible: detail.device.facts.length > 0

            Repeater {
                model: detail.device.facts

                Row {
                    required property var modelData
                    spacing: Theme.mm(2)

                    Plain {
                        text: Say.of(parent.modelData.asks)
                        color: Theme.ink2
                    }

                    Plain {
                        text: Say.of(parent.modelData.answers)
                        font.weight: Theme.medium
                    }
                }
            }
        }

        Column {
            width: parent.width
            spacing: Theme.mm(0.8)
            visible: detail.device.port !== ""

            Head { text: Say.of("maintenance.port") }

            Caption {
                objectName: "detail-port"
                width: parent.width
                text: detail.device.port
                size: Desk.body
                ratio: 1.35
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
        }

        Column {
            width: parent.width
            spacing: Theme.mm(0.8)
            visible: detail.device.command !== ""

            Head { text: Say.of("maintenance.try") + "  " + Say.of("maintenance.stop_first") }

            Caption { // whole, or it cannot be typed
                objectName: "command"
                width: parent.width
                text: detail.device.command
                size: Desk.body
                ratio: 1.35
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
        }
    }
}
