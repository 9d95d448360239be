"""The maintenance page in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from screens.maintenance.window import STANDING, maintenance_view
from screens.staff.burial import bury
from screens.staff.standing import application, engine_for
from tests.screens.looking import Shown

Maker = Callable[[], Shown]


@dataclass(frozen=True)
class Opened:
    language: str

    def __call__(self) -> Shown:
        standing = replace(STANDING, language=self.language)
        engine = engine_for(application(), standing, "maintenance")
        warnings: list[str] = []
        engine.warnings.connect(lambda found: warnings.extend(str(one) for one in found))
        view = maintenance_view(engine, Path("/var/lib/hall-kiosk/logs"), standing)
        view.show()

        def close() -> None:
            view.end()
            bury(engine)

        return Shown(view, close, warnings)


def maintenance_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        yield f"maintenance-{language}", Opened(language)
