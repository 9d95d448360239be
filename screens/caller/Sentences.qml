pragma Singleton
import QtQuick
import "../staff"

// The one line that says what just happened, or else what can be done now and why the other keys cannot.
QtObject {
    function ofPage(page) {
        if (page.sentence && page.sentence.key)
            return ofAnswer(page.sentence)
        if (!page.link.up)
            return Say.of("why.line_" + page.link.word, { since: page.link.since })
        if (page.current && page.current.endsWith.length > 0)
            return Say.of("keys.linked", { label: page.current.label, labels: page.current.endsWith.join(" ") })
        return Say.either("keys." + page.phase, "keys.idle")
    }

    // A key is said by its name.
    function ofAnswer(sentence) {
        const values = Object.assign({}, sentence.values)
        if (values.key)
            values.key = Say.either("key." + values.key, "key.sign_out")
        return Say.either(sentence.key, "refused.other", values)
    }

    // Said in the colour of "stopped, act": the hall is away, or refused.
    function grave(page) {
        return !page.link.up && page.link.word !== "connecting" || !!(page.sentence && page.sentence.key && page.sentence.key.startsWith("refused."))
    }
}
