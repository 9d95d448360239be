"""Whether a machine that hears that it was sent away was not: it joined anew, and its former token ended with that.

Whoever joins under a taken identity sends the former one away, and that may be the very same machine, whose process
still runs with the token it had. It must not erase a day's book for that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log
from kiosk.trust.memberships import Membership, membership

LOOKS_AFTER_S = 3.0  # what joined may not stand in its file yet


def unless_joined_anew(state: StateFolder, joined: Membership, act: Callable[[], None], log: Log) -> Callable[[], None]:
    """`act`, some seconds later and only when this machine still has the token that was refused."""

    def look() -> None:
        now = membership(state.secrets, joined.role, joined.id)
        if isinstance(now, Membership) and now.token != joined.token:
            log.event("joined_anew", id=f"{joined.role}-{joined.id}")
        else:
            act()

    def hear() -> None:
        later = threading.Timer(LOOKS_AFTER_S, look)
        later.daemon = True
        later.start()

    return hear
