"""`make fuzz-devices`: every codec of every device class eats arbitrary and mutated frames."""

from __future__ import annotations

import sys
import time

from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.fuzz_devices.feeding import Eaten, fed, targets
from tests.proof.report import Figure, Proof, ended

WHAT = """
Each class of devices lists its codecs in its folder. Each codec is fed with pure noise and with whole frames in which
bits were flipped, stretches cut, doubled, overwritten or put in, lengths made 0 or 65,535, and other frames glued on.
A stateful one keeps what it holds from meal to meal. It fails with any exception, with a meal that takes longer than
2 s, with a codec that holds more bytes than the bound it declares, and with one by which the process grows by 64 MB.
"""


def main() -> int:
    given = parser(__doc__ or "", "meals for each codec", long=1_000_000, short=2_000).parse_args()
    began = time.monotonic()
    found = {target.name: fed(target, given.seed, amount_of(given)) for target in targets()}
    figures = [figure for name, eaten in found.items() for figure in _figures(name, eaten)]
    failures = [failure for eaten in found.values() for failure in eaten.failures]
    seconds, title, command = time.monotonic() - began, "Odd bytes from devices", "make fuzz-devices"
    return ended(Proof("fuzz-devices", 12, title, command, form_of(given), WHAT, seconds, figures, failures))


def _figures(name: str, eaten: Eaten) -> list[Figure]:
    kept = f"held at most {eaten.most_held} bytes; grown by {eaten.grown >> 10} KiB"
    how = f"{eaten.size / 1e6:.1f} MB; slowest {eaten.slowest_s * 1000:.1f} ms; {kept}"
    return [Figure(f"{name}: meals", eaten.meals, how), Figure(f"{name}: faults", len(eaten.failures))]


if __name__ == "__main__":
    sys.exit(main())
