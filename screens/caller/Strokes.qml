pragma Singleton
import QtQuick

// What the keyboard does: F1 to F9 and F11 as the keys say, F10 the first notice, F12, a letter or a digit a number on
// paper; digits and Enter while signing in. A held key is one press.
QtObject {
    readonly property var names: ({
        [Qt.Key_F1]: "call", [Qt.Key_F2]: "recall", [Qt.Key_F3]: "pass",
        [Qt.Key_F7]: "pause", [Qt.Key_F8]: "finish", [Qt.Key_F9]: "start",
        [Qt.Key_F11]: "finish_both"
    })
    readonly property int noPlainStroke: Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier

    function pressed(event, desk) {
        if (event.isAutoRepeat)
            return event.key in names || event.key === Qt.Key_F10 || event.key === Qt.Key_F12
        if (desk.page.signed)
            return work(event, desk)
        return typing(event, desk.signing)
    }

    function work(event, desk) {
        if (event.key === Qt.Key_F10) {
            desk.takeFirstNotice()
            return true
        }
        if (event.key === Qt.Key_F12) {
            desk.paper.open()
            return true
        }
        if (!(event.key in names))
            return false
        desk.press(names[event.key])
        return true
    }

    // A letter or a digit is the beginning of a number, or of what a scanner reads.
    function lettered(event, desk) {
        if (event.text.length !== 1 || event.text <= " " || event.text > "~" || event.modifiers & noPlainStroke)
            return false
        desk.paper.type(event.text)
        return true
    }

    function typing(event, signing) {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            signing.type(String(event.key - Qt.Key_0))
        else if (event.key === Qt.Key_Backspace)
            signing.erase()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            signing.enter()
        else if (event.key === Qt.Key_Tab || event.key === Qt.Key_Backtab)
            signing.goTo(signing.at === "clerk" ? "pin" : "clerk")
        else
            return false
        return true
    }
}
