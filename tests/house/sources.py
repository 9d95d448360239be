"""The files of the house, as git carries them: what the rules of the house are held against."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kiosk", "drivers", "screens", "offline_cache")


def carried(*patterns: str) -> list[Path]:
    """Files that git carries or would carry (new ones too), below the root; all of them without a pattern."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(listed)) if name and (ROOT / name).is_file()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))
