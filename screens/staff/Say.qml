pragma Singleton
import QtQuick
import HallKiosk.Panel
import HallKiosk.Words

// A staff screen's sentence by its key, in the language of now.
QtObject {
    readonly property var all: Words.all[Panel.language] || {}
    readonly property bool latin: Panel.language === "en"

    function of(key, values) {
        let sentence = all[key]
        if (sentence === undefined) {
            console.warn("no sentence for " + key)
            return key
        }
        for (const name in (values || {}))
            sentence = sentence.split("{" + name + "}").join(text(values[name]))
        return sentence
    }

    // "refused.paused" when there is such a sentence, else the general one of its family.
    function either(key, general, values) {
        return of(all[key] === undefined ? general : key, values)
    }

    // What the hall published in both languages, or a plain value.
    function text(value) {
        return value && value.zh !== undefined ? (latin ? value.en : value.zh) : value
    }
}
