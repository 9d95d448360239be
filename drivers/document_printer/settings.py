"""What the configuration says about the document printer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.operation.configuration.device_tables import NONE, VIRTUAL, DeviceTable
from kiosk.operation.configuration.keys import choice, text, whole

QUEUE_FORM = "none, virtual, or ipp://HOST[:PORT]/printers/NAME (ipps:// where the server's certificate is trusted)"
GUIDE = "guide"
_QUEUE = re.compile(r"ipps?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~%-]+){1,8}")


def is_queue(url: str) -> bool:
    return _QUEUE.fullmatch(url) is not None


def is_socket(place: str) -> bool:
    """Where a virtual printer listens; a printer's own node is none."""
    return place.startswith("/") and not place.startswith("/dev/")


def _queue(url: str) -> str:
    if url in (NONE, VIRTUAL) or is_queue(url):
        return url
    raise PydanticCustomError("not_a_queue", "must be none, virtual or a queue like ipp://localhost:631/printers/NAME")


def _template(named: str) -> str:
    """The shipped one is proved by the tests; a terminal without this printer reads none."""
    if named == GUIDE:
        return named
    from drivers.document_printer.template import TemplateProblem, file_of, read_template

    found = read_template(file_of(named))
    if isinstance(found, TemplateProblem):
        raise PydanticCustomError("not_a_template", "{sentence}", {"sentence": found.sentence})
    return named


class Settings(DeviceTable):
    """The document printer (A4), a queue of a CUPS server. It has no port: CUPS owns the wire."""

    queue: Annotated[str, AfterValidator(_queue)] = text("none", "The queue that prints A4 pages.", form=QUEUE_FORM)
    template: Annotated[str, AfterValidator(_template)] = text(
        GUIDE, "What stands on an item's guide and where.", form="guide, or the path of a file"
    )
    guides: Literal["with_ticket", "never"] = choice(
        "with_ticket", "Whether the guide of its item, with what to bring, is printed beside each ticket."
    )
    give_up_s: int = whole(60, 10, 600, "seconds", "How long a page may take; then it is taken back from the server.")

    @property
    def wanted(self) -> bool:
        return self.queue != NONE

    @property
    def wants_virtual(self) -> bool:
        return self.queue == VIRTUAL

    @property
    def ports(self) -> Mapping[str, str]:
        """The queue stands where others have a port: in the log, and among the places that no two devices share."""
        return {"port": self.queue} if self.wanted else {}

    @classmethod
    def all_virtual(cls) -> Mapping[str, object]:
        return {"queue": VIRTUAL}
