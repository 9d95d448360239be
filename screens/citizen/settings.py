"""What a citizen's window needs to know about its panel and its machine. Plain values; `main.py` reads them."""

from __future__ import annotations

from dataclasses import dataclass

from screens.theme.machine import USUAL_FRONT, MachineFront

REACH_MM = 1220  # nothing to touch lies higher above the floor in the low layout
KEYS_BEGIN_MM = 90  # below the panel's upper edge; where the first key of any portrait page lies at the highest


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """Pixels of the panel, its density in pixels per millimetre, and where it hangs.

    `lower_edge_mm` is the height of the panel's lower edge above the floor; 0 means not measured, and then no low
    layout is offered. `voice` says whether the terminal has a speaker. `place` and `machine` stand in the header.
    """

    width: int = 1080
    height: int = 1920
    px_per_mm: float = 1080 / 268
    lower_edge_mm: float = 0
    full_screen: bool = False
    reduced_motion: bool = False
    voice: bool = False
    place: str = "24小时自助服务区"
    place_en: str = "24-hour self-service area"
    machine: str = "1"
    front: MachineFront = USUAL_FRONT

    @property
    def width_mm(self) -> float:
        return self.width / self.px_per_mm

    @property
    def height_mm(self) -> float:
        return self.height / self.px_per_mm

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def beyond_reach_mm(self) -> float:
        """How much of the panel's upper part lies above reach; 0 when all of it can be reached or nobody measured."""
        if not self.lower_edge_mm:
            return 0.0
        return max(0.0, self.lower_edge_mm + self.height_mm - REACH_MM)

    @property
    def low_layout_helps(self) -> bool:
        """On a panel that hangs low enough every key is within reach already, and no key is offered for it."""
        return not self.landscape and self.beyond_reach_mm > KEYS_BEGIN_MM
