import QtQuick
import "../components"
import "../staff"
import "../theme"

// The evaluator on a counter: at rest, five equal grades, their reasons, thanks.
Rectangle {
    id: evaluator

    required property QtObject desk
    readonly property var page: desk.page
    readonly property var pages: ({
        idle: rest, grades: grades, reasons: reasons, sending: sending, unsent: unsent, thanks: farewell, over: farewell
    })

    color: Theme.ground

    Loader {
        anchors { fill: parent; leftMargin: Theme.mm(8); rightMargin: Theme.mm(8); topMargin: Theme.mm(4); bottomMargin: Theme.mm(3.5) }
        sourceComponent: evaluator.pages[evaluator.page.page]
    }

    Component {
        id: rest
        RestPage { desk: evaluator.desk }
    }

    Component {
        id: grades
        GradePage { desk: evaluator.desk }
    }

    Component {
        id: reasons
        ReasonPage { desk: evaluator.desk }
    }

    Component {
        id: sending
        SendingPage {}
    }

    Component {
        id: unsent
        UnsentPage { desk: evaluator.desk }
    }

    Component {
        id: farewell
        FarewellPage { over: evaluator.page.page === "over" }
    }
}
