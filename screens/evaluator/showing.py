"""An evaluation as plain values for QML: grades equal, reasons in pages, what was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kiosk.domain.evaluation import GRADE_NAMES, EvaluationReasons, Grade, Reason
from kiosk.domain.published import Text
from screens.evaluator.asking import Asking


def asking_page(asking: Asking, reasons: list[dict[str, Any]]) -> dict[str, Any]:
    invited = asking.invitation
    return {
        "page": asking.page.value,
        "label": invited.label if invited else "",
        "item": _words(invited.item_name) if invited else None,
        "whole": round(asking.until - asking.since) if invited else 0,
        "grades": [{"value": grade.value, "name": _words(GRADE_NAMES[grade])} for grade in Grade],
        "grade": _words(GRADE_NAMES[asking.grade]) if asking.grade else None,
        "chosen": sorted(asking.codes),
        "reasons": reasons,
    }


def reason_pages(published: EvaluationReasons | None, grade: Grade | None) -> list[dict[str, Any]]:
    """The grade's reasons in order; those that the publication puts behind 更多 say so. Empty when nothing is known."""
    if published is None or grade is None:
        return []
    reasons = published.of(grade)
    return [*_shown(reasons, False), *_shown(reasons, True)]


def _shown(reasons: Iterable[Reason], more: bool) -> list[dict[str, Any]]:
    return [
        {"code": reason.code, "text": _words(reason.text), "more": more} for reason in reasons if reason.more is more
    ]


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
