import QtQuick
import "../../components"

// What every page of a citizen has: its face (values from Python, ready to read) and a way to wish for something.
Spread {
    id: page

    property var face: ({})

    signal wish(string name, string argument)

    question: face.question || ""
    sentence: face.sentence || ""
}
