"""`make city-failover`: the leading one of a city's three servers is lost under load, again and again."""

from __future__ import annotations

import random
import sys
import time
from statistics import median

from kiosk.operation.postgres.programs import find_programs
from tests.city.grounds import Server
from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.city_failover.losing import LosingCity, Way
from tests.proof.city_failover.open_transaction import skipped
from tests.proof.report import Figure, Proof, ended

WHAT = """\
Three PostgreSQL servers, a commit confirmed by the leader and any one of two others, a promoter, two workers on one
port, all processes of `main.py city`; streams of a hall send one event after the other over HTTP, each again until it
is confirmed. In each round the leading server and everything below it is killed with SIGKILL at a random instant, or
made to hang and woken when another one leads; a killed one comes back when another leads, or at once, and then may
lead again itself before another is chosen. It fails
when a confirmed event is not with every server at the end, when one is stored twice, when a second leader stands, when
a sender does not go on by itself, or when anything but a typed 503 was answered. With both standbys away nothing is
confirmed and every sender hears `no_standby`; when one is back all goes on. And a feed is read while a transaction that
began first commits last."""
_STREAMS = 4
_ALONE_S = 12.0  # an answer may take 8 s


def main() -> int:
    given = parser(__doc__ or "", "losses of the leader", long=40, short=1).parse_args()
    if find_programs() is None:
        print("no PostgreSQL server is installed (Debian's package postgresql)", file=sys.stderr)
        return 3
    begun, failures = time.monotonic(), list[str]()
    figures = [*_lost(amount_of(given), given.seed, failures), *_open_transaction(20, failures)]
    took = time.monotonic() - begun
    return ended(
        Proof(
            "city-failover", 6, "A city's servers", "make city-failover", form_of(given), WHAT, took, figures, failures
        )
    )


def _lost(losses: int, seed: int, failures: list[str]) -> list[Figure]:
    rng, gaps = random.Random(seed), list[tuple[Way, float]]()
    with LosingCity(_STREAMS) as city:
        try:
            for number in range(losses):
                gaps.append(city.lose(rng))
                city.settled()
                print(f"  loss {number + 1}: {gaps[-1][0]}, {gaps[-1][1]:.1f} s", flush=True)
            confirmed, refused = city.without_standbys(_ALONE_S)
        except AssertionError as broken:
            failures.append(str(broken))
            return []
        failures += city.agree()
        total = sum(len(sender.confirmed) for sender in city.senders)
        refusals = _added([sender.refused for sender in city.senders])
        broken_off = sum(sender.broken_off for sender in city.senders)
    if confirmed:
        failures.append(f"{confirmed} events were confirmed without a standby")
    if not refused:
        failures.append("nobody heard that no standby was left")
    words = ", ".join(f"{reason} {count:,}" for reason, count in sorted(refusals.items()))
    return [
        Figure("leaders lost", len(gaps), f"{sum(how is Way.HUNG for how, _ in gaps)} of them hung and woke again"),
        *(_gap(how, [gap for kind, gap in gaps if kind == how]) for how in sorted({how for how, _ in gaps})),
        Figure("events confirmed", total, f"by {_STREAMS} streams; each with all three servers at the end, once"),
        Figure("answers that said to come again", sum(refusals.values()), words),
        Figure("connections that broke off", broken_off, "asked again by the same client"),
        Figure("confirmed while no standby was left", confirmed, f"in {_ALONE_S:.0f} s; heard `no_standby`: {refused}"),
    ]


def _gap(how: Way, gaps: list[float]) -> Figure:
    words = "longest wait of any stream for a confirmation, from the loss on; worst of all losses "
    return Figure(f"gap, leader {how}, median", f"{median(gaps):.1f} s", f"{words}{max(gaps):.1f} s")


def _open_transaction(rounds: int, failures: list[str]) -> list[Figure]:
    programs = find_programs()
    assert programs is not None
    server = Server(programs)
    try:
        missed = skipped(server.ground().place, rounds)
    finally:
        server.close()
    failures += [f"a feed missed {one}" for one in missed]
    how = "a transaction that began first committed last, with one of the same hall and one of another between"
    return [Figure("changes read past an open transaction", rounds * 3, how), Figure("of them missed", len(missed))]


def _added(counted: list[dict[str, int]]) -> dict[str, int]:
    return {reason: sum(one.get(reason, 0) for one in counted) for reason in {word for one in counted for word in one}}


if __name__ == "__main__":
    sys.exit(main())
