"""The tables of the nodes: where state lies, the city, the hall, the terminal, and the log they all write."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.domain.scanned_code import forms
from kiosk.operation.configuration.keys import Table, choice, text, whole, words
from kiosk.operation.configuration.places import (
    HALL_URL,
    IDENTITY,
    IDENTITY_FORM,
    DatabaseUrl,
    ListenHost,
    OwnUrl,
    UpstreamUrls,
)


class State(Table):
    """Where everything that this machine remembers lies."""

    folder: str = text(
        "", "Folder for databases, logs, secrets and locks; empty: hall-kiosk in the user's data folder.", form="a path"
    )


class City(Table):
    """The city queue service, when it runs on this machine."""

    listen_host: ListenHost = text(
        "127.0.0.1",
        "Address to listen on; any but loopback is served with TLS, for this machine too.",
        form="an address of this machine",
    )
    listen_port: int = whole(0, 0, 65535, "", "Port to listen on; 0: any free one, told in run/city.json.")
    tls: Literal["beyond_loopback", "always"] = choice(
        "beyond_loopback", "Whether it is served with TLS; always: on loopback too."
    )
    url: OwnUrl = text(
        "",
        "How halls on other machines reach the city; empty: made of address and port, which must be one address.",
        form="a URL",
    )
    database: DatabaseUrl = text(
        "",
        "The PostgreSQL server, or several with commas; empty: a file in the state folder.",
        form="empty, or postgresql://user@host/name without a password",
    )
    database_password_file: str = text(
        "", "File with the database user's password alone in it; empty: PGPASSFILE or ~/.pgpass.", form="a path"
    )
    database_connections: int = whole(8, 2, 64, "", "Connections of one worker to the server; one more listens.")
    workers: int = whole(1, 1, 16, "", "Processes that serve on the one port; more than one needs a server.")


class Hall(Table):
    """The hall node: the one live queue of one hall."""

    id: str = text("qinglan", "The hall's identity in the city's publication.", form=IDENTITY_FORM, pattern=IDENTITY)
    role: Literal["primary", "standby"] = choice(
        "primary", "The hall's first node, or the second, which follows it and serves when it is gone."
    )
    standby_id: str = text("H2", "The identity of a standby in its hall.", form=IDENTITY_FORM, pattern=IDENTITY)
    listen_host: ListenHost = text(
        "127.0.0.1",
        "Address to listen on; any but loopback is served with TLS, beside a loopback port for this machine.",
        form="an address of this machine",
    )
    listen_port: int = whole(0, 0, 65535, "", "Port to listen on; 0: any free one, told in run/hall.json.")
    tls: Literal["beyond_loopback", "always"] = choice(
        "beyond_loopback", "Where the listening address is served with TLS; always: on loopback too."
    )
    url: OwnUrl = text(
        "",
        "How the hall's other machines reach this node; empty: made of address and port, which must be one address.",
        form="a URL",
    )
    city_url: UpstreamUrls = text(
        "", "The city's address; empty: where this node joined, else the city embedded on this machine.", form="a URL"
    )
    primary_url: OwnUrl = text(
        "", "Of a standby, where it reaches the first node; empty: as that node tells.", form="a URL"
    )


def _codes(told: tuple[str, ...]) -> tuple[str, ...]:
    try:
        forms(told)
    except ValueError:
        what = 'must be like ["citizen_code=WHSMM"]: a name, and a beginning that no other one of them begins with'
        raise PydanticCustomError("not_codes", "{what}", {"what": what}) from None
    return told


class Terminal(Table):
    """This self-service machine."""

    id: str = text("T1", "The terminal's identity in its hall.", form=IDENTITY_FORM, pattern=IDENTITY)
    place: str = text("24小时自助服务区", "Where the machine stands, as citizens are told.")
    place_en: str = text("24-hour self-service area", "The same in English.")
    machine_name: str = text("1", "The machine's number among its neighbours; shown as 1号机 and No. 1.")
    hall_url: UpstreamUrls = text("", HALL_URL, form="URLs with blanks between them")
    codes: Annotated[tuple[str, ...], AfterValidator(_codes)] = words(
        (),
        "Codes of other platforms (a city, certificates), by their beginning: who shows one is told to use a card.",
        most=16,
    )


class Log(Table):
    """The technician's log, logs/<role>.log."""

    level: Literal["debug", "info", "warning", "error"] = choice("info", "The least that is written.")
    keep_days: int = whole(
        190, 1, 3650, "days", "How long logs are kept; the law asks for at least six months, which are up to 184 days."
    )
    file_megabytes: int = whole(10, 1, 1000, "megabytes", "A log file of this size is turned over.")
    total_megabytes: int = whole(
        2000, 10, 100000, "megabytes", "All logs of one process; beyond it the oldest go early, and the log says so."
    )
