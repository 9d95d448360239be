import QtQuick
import "../../components"
import "../../theme"

// What happened, what one needs to know now, and the ways on: failures, the way to a counter, help, a noted complaint.
CitizenPage {
    id: page

    sign: face.sign
    signColor: ({ ok: Theme.ok, warn: Theme.warn, bad: Theme.bad })[face.signKind] || Theme.accent
    firstHeight: Theme.landscape ? 0 : facts.height

    first: Rectangle {
        id: facts
        readonly property bool holdsText: true
        visible: page.face.facts.length > 0 || page.face.figure !== ""
        width: parent.width
        height: visible ? inner.height + 2 * Theme.mm(10) : 0
        radius: Theme.mm(4)
        color: Theme.surface
        border { width: Theme.highContrast ? Theme.hairline : 0; color: Theme.side }

        Column {
            id: inner
            x: Theme.mm(11)
            y: Theme.mm(10)
            width: parent.width - 2 * x
            spacing: Theme.mm(6)

            Column {
                visible: page.face.figure !== ""
                width: parent.width

                Caption {
                    text: page.face.figureHead
                    color: Theme.ink2
                }

                Caption {
                    objectName: "figure"
                    width: parent.width
                    text: page.face.figure
                    size: Theme.type(Theme.elder ? 19 : 26)
                    ratio: 1.15
                    strong: true
                }
            }

            Facts {
                width: parent.width
                visible: page.face.facts.length > 0
                entries: page.face.facts
            }
        }
    }

    Advice {
        width: parent.width
        y: Theme.landscape ? Math.max(0, parent.height - height) : 0
        keys: page.face.keys
        onWish: name => page.wish(name, "")
    }
}
