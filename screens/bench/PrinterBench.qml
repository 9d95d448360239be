import QtQuick
import "../components"
import "../staff"
import "../theme"

// The ticket printer: its paper, its cover, its knife, its line.
DeviceCard {
    id: bench

    required property QtObject desk
    readonly property var printer: desk.page.printer
    readonly property string trouble: printer.line !== "good" && printer.line !== "" ? "line." + printer.line + "_state"
        : printer.cover === "open" ? "cover.open_state"
        : printer.cutter === "stuck" ? "cutter.stuck_state"
        : printer.paper === "out" ? "paper.out_state"
        : printer.paper === "low" ? "paper.low_state" : ""

    icon: "printer"
    name: Say.of("printer.name")
    stateKind: trouble !== "" ? "warn" : printer.printing ? "info" : "ok"
    stateWord: !desk.page.there ? "" : trouble !== "" ? Say.of(trouble)
        : Say.of(printer.printing ? "printer.printing" : "printer.good")

    Column {
        width: parent.width
        spacing: Theme.mm(5)

        ChoiceRow {
            width: parent.width
            head: Say.of("paper.head")
            group: "printer-paper"
            live: bench.desk.page.there
            choices: ["full", "low", "out"]
            chosen: bench.printer.paper
            onWanted: choice => bench.desk.paper(choice)
        }

        ChoiceRow {
            width: parent.width
            head: Say.of("cover.head")
            group: "printer-cover"
            live: bench.desk.page.there
            choices: ["closed", "open"]
            chosen: bench.printer.cover
            onWanted: choice => bench.desk.cover(choice)
        }

        ChoiceRow {
            width: parent.width
            head: Say.of("cutter.head")
            group: "printer-cutter"
            live: bench.desk.page.there
            choices: ["good", "stuck"]
            chosen: bench.printer.cutter
            onWanted: choice => bench.desk.cutter(choice)
        }

        Caption {
            objectName: "sentence"
            width: parent.width
            text: bench.desk.page.refused !== "" ? Say.either("refused." + bench.desk.page.refused, "refused.other") : ""
            size: Desk.body
            color: Theme.bad
        }
    }

    ChoiceRow {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        head: Say.of("line.head")
        group: "printer-line"
        live: bench.desk.page.there
        choices: ["good", "silent", "noisy", "unplugged"]
        chosen: bench.printer.line
        onWanted: choice => bench.desk.line("printer", choice)
    }
}
