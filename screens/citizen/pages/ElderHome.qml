import QtQuick
import "../../components"
import "../../theme"

// The first page of 长辈版: four large keys, the same journeys in the same order.
CitizenPage {
    id: page

    sentence: ""
    firstHeight: 0

    readonly property bool ready: face.takeWish === "departments"
    readonly property var keys: [
        { name: "hero", wish: face.takeWish, icon: face.takeIcon, title: face.take, help: face.takeHelp }
    ].concat(ready ? [
        { name: "more", wish: "hot", icon: "star", title: face.hotHead, help: face.hotHelp },
        { name: "help", wish: "help", icon: "help", title: face.help, help: face.helpHelp }
    ] : [], [
        { name: "complaint", wish: "complain", icon: "complaint", title: face.complaint, help: face.complaintHelp }
    ])

    first: Notice {
        visible: Theme.landscape && page.face.notices.length > 0
        width: parent.width
        icon: "warn"
        kind: "warn"
        text: page.face.notices[0] || ""
    }

    Notice {
        id: notice
        visible: !Theme.landscape && page.face.notices.length > 0
        width: parent.width
        icon: "warn"
        kind: "warn"
        text: page.face.notices[0] || ""
    }

    Grid {
        id: grid
        readonly property real from: notice.visible ? notice.height + Theme.gutter : 0
        y: from
        columns: Theme.landscape ? 2 : 1
        spacing: Theme.gutter

        Repeater {
            model: page.keys

            Key {
                id: key
                required property var modelData
                required property int index
                objectName: modelData.name
                spoken: modelData.title
                width: Math.floor((page.secondArea.width - (grid.columns - 1) * Theme.gutter) / grid.columns)
                height: Math.floor((page.secondArea.height - grid.from + Theme.gutter) * grid.columns / 4 - Theme.gutter)
                kind: index === 0 ? Key.Primary : Key.Quiet
                onTapped: page.wish(modelData.wish, "")

                Icon {
                    id: sign
                    x: Theme.mm(10) - (grid.columns > 1 ? indent : 0)
                    y: grid.columns > 1 ? Theme.mm(7) : (parent.height - height) / 2
                    name: key.modelData.icon
                    size: Math.min(Theme.mm(32), key.height * (grid.columns > 1 ? 0.24 : 0.5))
                    color: key.iconInk
                }

                Column {
                    x: grid.columns > 1 ? Theme.mm(10) : sign.x + sign.width + Theme.mm(9)
                    y: grid.columns > 1 ? sign.y + sign.height + Theme.mm(2) : (parent.height - height) / 2
                    width: parent.width - x - Theme.mm(6)
                    spacing: Theme.mm(1)

                    Caption {
                        id: title
                        width: parent.width
                        text: key.modelData.title
                        size: Theme.landscape ? Theme.label : Theme.type(Theme.latin ? 13 : 16)
                        strong: true
                        color: key.ink
                    }

                    Caption {
                        width: parent.width
                        visible: grid.columns === 1 || title.lineCount === 1
                        text: key.modelData.help
                        size: Theme.small
                        ratio: 1.25
                        color: key.ink2
                    }
                }
            }
        }
    }
}
