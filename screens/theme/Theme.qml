pragma Singleton
import QtQuick
import HallKiosk.Panel

// Sizes, colours and motion of every page. Lengths are millimetres of the real panel, rounded up to whole pixels,
// so that a target or a gap never comes out smaller than it was asked for.
QtObject {
    id: theme

    readonly property real density: Panel.density
    readonly property bool elder: Panel.elder
    readonly property bool still: Panel.still
    readonly property bool highContrast: Panel.highContrast
    readonly property bool landscape: Panel.landscape
    readonly property bool latin: Panel.language === "en"

    function mm(length) { return Math.ceil(length * density - 0.001) }
    function stroke(length) { return Math.max(1, Math.round(length * density)) }

    // Type. Latin words are half as high for the same em and three times as long as Chinese ones: they take the next
    // step down of the scale, never below the smallest size that a citizen may meet.
    readonly property real elderFactor: elder ? 1.3 : 1
    function type(em) { return Math.max(1, Math.round(em * elderFactor * density)) }
    readonly property int small: type(8.5)
    readonly property int body: type(latin ? 8.8 : 9.5)
    readonly property int label: type(latin ? 9.5 : 11.5)
    readonly property int title: type(latin ? 13 : 15)
    readonly property int display: type(latin ? (landscape ? 12 : 14) : landscape ? (elder ? 14 : 17) : elder ? 17 : 20)
    readonly property int figure: landscape ? Math.round(19 * density) : type(elder ? 19 : 22)
    readonly property int number: Math.round(72 * density)
    readonly property int medium: Panel.mediumFace ? 500 : 400
    readonly property int keyWeight: Panel.mediumFace ? 500 : 700

    // Space, shape and stroke.
    readonly property int margin: mm(12)
    readonly property int gutter: mm(6)
    readonly property int section: mm(9)
    readonly property int inside: mm(7)
    readonly property int half: mm(3)
    readonly property int radius: mm(3)
    readonly property int lip: mm(1.25)
    readonly property int hairline: stroke(0.5)
    readonly property int focusLine: stroke(0.75)
    readonly property int header: mm(35)
    readonly property int rail: mm(15)
    readonly property int footer: mm(36)
    readonly property int keyHeight: mm(elder ? 32 : 27)

    // Motion, in milliseconds.
    readonly property int pageTime: still ? 0 : 160
    readonly property int keyTime: still ? 0 : 80
    readonly property int railTime: still ? 0 : 200
    readonly property int settleTime: 320

    readonly property var palette: Panel.palette
    readonly property color ground: palette.ground
    readonly property color surface: palette.surface
    readonly property color tint: palette.tint
    readonly property color ink: palette.ink
    readonly property color ink2: palette.ink2
    readonly property color accent: palette.accent
    readonly property color accentEdge: palette.accentEdge
    readonly property color inkOn: palette.inkOn
    readonly property color inkOn2: palette.inkOn2
    readonly property color edge: palette.edge
    readonly property color side: palette.side
    readonly property color line: palette.line
    readonly property color ok: palette.ok
    readonly property color okBg: palette.okBg
    readonly property color warn: palette.warn
    readonly property color warnBg: palette.warnBg
    readonly property color bad: palette.bad
    readonly property color badBg: palette.badBg
}
