import QtQuick
import "../components"
import "../staff"
import "../theme"

// One of the devices that most terminals lack: how it stands, in a word.
DeviceCard {
    property var device: ({})
    property string more // a trouble of its own, by the name of its sentence; the line's comes first
    property bool there
    readonly property string trouble: device.line !== "good" && device.line ? "line." + device.line + "_state" : more

    stateKind: trouble !== "" ? "warn" : "ok"
    stateWord: there && device.line ? Say.of(trouble !== "" ? trouble : "others.good") : ""
}
