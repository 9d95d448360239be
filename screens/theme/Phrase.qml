pragma Singleton
import QtQuick
import HallKiosk.Panel

// A sentence by its key, in the language of now: a binding that says one is said again when the language changes.
QtObject {
    readonly property var all: Panel.phrases
    readonly property bool latin: Panel.language === "en"

    function of(key, values) {
        let sentence = all[key]
        if (sentence === undefined) {
            console.warn("no sentence for " + key)
            return key
        }
        for (const name in (values || {}))
            sentence = sentence.split("{" + name + "}").join(values[name])
        return sentence
    }

    // "reason.paper_out" when there is such a sentence, else the general one of its family.
    function either(key, general, values) {
        return of(all[key] === undefined ? general : key, values)
    }
}
