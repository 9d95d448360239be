"""Makes the clips in clips/ anew from prompts.toml, once, on a developer's machine: see docs/voice.md.

    python -m drivers.speaker.render_clips --voices node_modules/kokoro-js/voices [--only zh/digit_3 ...]

Needs a throw-away environment with the voice model; a hall never runs this.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable
from pathlib import Path

from drivers.speaker.clip_making.cutting import Cut, cut, whole
from drivers.speaker.clip_making.kokoro import Kokoro
from drivers.speaker.clip_making.levelling import finished
from drivers.speaker.clip_making.notes import NOTES, sign
from drivers.speaker.clip_making.orders import Order, orders
from drivers.speaker.waves import seconds, wave_file

HERE = Path(__file__).parent
CLEAN_DB = -30.0  # a cut louder than this may carry a rest of the lead: listen to it


def main() -> None:
    wanted = _arguments()
    table = tomllib.loads((HERE / "prompts.toml").read_text(encoding="utf-8"))
    for name in NOTES:
        _write(wanted.into / "notes" / f"{name}.wav", sign(name))
    voice = Kokoro(wanted.voices)
    for order in _chosen(orders(table), wanted):
        done = _spoken(voice, order)
        pcm = finished(done.sound)
        _write(_file(wanted.into, order), pcm)
        print(_line(order, done, pcm), flush=True)


def _spoken(voice: Kokoro, order: Order) -> Cut:
    style = voice.style(order.mix)
    if order.name.startswith("prompt_"):
        return whole(voice, order.sentences[0], style, order.speed, order.pace)
    return cut(voice, order.sentences, style, order.speed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", type=Path, required=True, help="the folder with the voices' *.bin files")
    parser.add_argument("--into", type=Path, default=HERE / "clips", help="where the clips go")
    parser.add_argument("--only", nargs="*", default=[], help="clips to make, as folder/name; all when left out")
    parser.add_argument("--missing", action="store_true", help="only those that are not there yet")
    return parser.parse_args()


def _chosen(every: Iterable[Order], wanted: argparse.Namespace) -> Iterable[Order]:
    for order in every:
        named = not wanted.only or f"{order.folder}/{order.name}" in wanted.only
        if named and not (wanted.missing and _file(wanted.into, order).exists()):
            yield order


def _file(into: Path, order: Order) -> Path:
    return into / order.folder / f"{order.name}.wav"


def _write(path: Path, pcm: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wave_file([pcm]))


def _line(order: Order, done: Cut, pcm: bytes) -> str:
    mark = "" if done.start_db < CLEAN_DB else "  NOT CLEAN"
    return f"{order.folder}/{order.name:20} {seconds(pcm):5.2f} s  cut at {done.start_db:4.0f} dB{mark}  {order.words}"


if __name__ == "__main__":
    main()
