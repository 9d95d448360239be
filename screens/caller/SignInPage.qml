import QtQuick
import "../components"
import "../staff"
import "../theme"

// Clerk number and PIN, by the keys on the screen or those of the keyboard.
Item {
    id: sign

    required property QtObject desk
    readonly property var page: desk.page
    readonly property QtObject typed: desk.signing
    readonly property var nothing: ({ id: "", kind: "", terminal: "", at: "", code: "", text: "", number: "", by: "", counter: "" })
    readonly property bool ready: page.link.up && page.out === ""

    Column { // a clerk who is about to sign in hears what waits for a hand; taking it needs a clerk
        objectName: "sign-in-notices"
        anchors { top: parent.top; horizontalCenter: parent.horizontalCenter }
        width: Math.min(parent.width, Theme.mm(190))
        spacing: Theme.mm(2)
        visible: !!sign.page.newest

        Plain {
            text: Say.of("sign_in.notices", { count: sign.page.open || 0 })
            size: Desk.small
            color: Theme.ink2
        }

        NoticeRow {
            width: parent.width
            takeable: false
            notice: sign.page.newest || sign.nothing
        }
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.mm(16)

        Column {
            width: Theme.mm(110)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(5)

            Caption {
                width: parent.width
                text: Say.of("sign_in.title", { counter: sign.page.counter })
                size: Theme.type(9.5)
                ratio: 1.25
                strong: true
            }

            Caption {
                width: parent.width
                text: sign.page.known ? Say.text(sign.page.hall) : ""
                size: Desk.body
                color: Theme.ink2
            }

            Entry {
                objectName: "entry-clerk"
                width: parent.width
                head: Say.of("sign_in.clerk")
                text: sign.typed.clerk
                chosen: sign.typed.at === "clerk"
                onTapped: sign.typed.goTo("clerk")
            }

            Entry {
                objectName: "entry-pin"
                width: parent.width
                head: Say.of("sign_in.pin")
                text: "●".repeat(sign.typed.pinLength)
                chosen: sign.typed.at === "pin"
                onTapped: sign.typed.goTo("pin")
            }

            Item {
                width: parent.width
                height: Theme.mm(16)

                Caption {
                    objectName: "sentence"
                    width: parent.width
                    text: sign.page.sentence.key ? Say.either(sign.page.sentence.key, "refused.other", sign.page.sentence.values)
                        : !sign.page.link.up ? Say.of("sign_in." + sign.page.link.word) : ""
                    size: Desk.body
                    color: Theme.bad
                    visible: sign.page.link.word !== "connecting" || !!sign.page.sentence.key
                }
            }
        }

        Column {
            spacing: Theme.mm(3)
            anchors.verticalCenter: parent.verticalCenter

            DigitKeys {
                onTyped: digit => sign.typed.type(digit)
                onErased: sign.typed.erase()
            }

            DeskKey {
                objectName: "sign-in"
                width: parent.width
                height: Theme.mm(24)
                kind: sign.typed.complete && sign.ready ? Key.Primary : Key.Quiet
                usable: sign.typed.complete && sign.ready
                icon: "check"
                beside: true
                size: Desk.head
                word: sign.page.out === "sign_in" ? Say.of("sign_in.out") : Say.of("sign_in.go")
                onTapped: sign.desk.signIn()
            }
        }
    }
}
