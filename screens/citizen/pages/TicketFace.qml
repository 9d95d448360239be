import QtQuick
import "../../components"

// A ticket's values on a ticket card.
TicketCard {
    property var face: ({})

    heading: face.heading || ""
    kind: face.kind || ""
    label: face.label || ""
    item: face.item || ""
    aheadHead: face.aheadHead || ""
    ahead: face.ahead || ""
    aheadUnit: face.aheadUnit || ""
    waitHead: face.waitHead || ""
    waitBefore: face.waitBefore || ""
    wait: face.wait || ""
    waitUnit: face.waitUnit || ""
    facts: face.facts || []
    code: face.code || ({ side: 0, outline: "" })
    codeCaption: face.codeCaption || ""
    filled: face.filled === undefined ? true : face.filled
}
