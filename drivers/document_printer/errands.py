"""The words between the terminal and the process that speaks IPP: one question, one answer, each a line of JSON.

Behind the line of SEND stand the PDF's bytes. Neither side imports the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

MOST_ANSWER = 262_144  # bytes of an answer's line
MOST_DOCUMENT = 16 * 1024 * 1024


class Errand(StrEnum):
    LOOK = "look"  # how is the queue?
    CREATE = "create"  # a job without a document, called `name`
    SEND = "send"  # the document of `job`; `size` bytes follow
    JOB = "job"  # how is `job`?
    CANCEL = "cancel"  # `job` is to be over; with `forget` nothing of it is kept
    OURS = "ours"  # which jobs of this terminal does the server know? `which`: not-completed, completed


class Fault(StrEnum):
    """Why an errand brought nothing. The first seven are about where it was sent."""

    BAD_QUEUE = "bad_queue"
    SERVER_GONE = "server_gone"  # nobody listens there
    UNREACHABLE = "unreachable"
    NO_SUCH_QUEUE = "no_such_queue"
    NOT_ALLOWED = "not_allowed"  # the server wants a name and a password, or keeps this machine out
    WANTS_TLS = "wants_tls"
    NO_PDF = "takes_no_pdf"
    SILENT = "silent"
    CUT = "line_cut"
    NOT_IPP = "not_ipp"  # somebody answers who is no print server
    REFUSED = "refused"  # the server said no; the answer's `code` says how
    NOT_FOUND = "not_found"
    NOT_ACCEPTING = "not_accepting"
    TOO_LONG = "too_long"
    DIED = "died"  # the process that asks


@dataclass(frozen=True, slots=True)
class Answer:
    """`attributes`: of the queue or of the job; `jobs`: numbers, for OURS."""

    fault: Fault | None = None
    attributes: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    jobs: tuple[int, ...] = ()


def question(errand: Errand, **facts: object) -> bytes:
    return json.dumps({"errand": errand, **facts}).encode() + b"\n"


def told(answer: Answer) -> bytes:
    facts = {"fault": answer.fault, "attributes": dict(answer.attributes), "jobs": list(answer.jobs)}
    return json.dumps(facts).encode() + b"\n"


def answer_in(line: bytes) -> Answer:
    """What an answer's line says; whatever has another form is NOT_IPP."""
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return Answer(Fault.NOT_IPP)
    if not isinstance(facts, dict) or not isinstance(attributes := facts.get("attributes"), dict):
        return Answer(Fault.NOT_IPP)
    fault, jobs = facts.get("fault"), facts.get("jobs")
    if fault is not None and fault not in list(Fault):
        return Answer(Fault.NOT_IPP)
    numbers = tuple(job for job in jobs if type(job) is int and job > 0) if isinstance(jobs, list) else ()
    return Answer(None if fault is None else Fault(fault), attributes, numbers)
