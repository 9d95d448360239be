"""What did not run is said at the end, and is a failure where nobody would read it."""

from __future__ import annotations

from pathlib import Path

from tests.house.checks import closing_words, skipped_tests

REPORT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase classname="tests.hall" name="test_a"/>
<testcase classname="tests.city" name="test_b"><skipped type="pytest.skip" message="no PostgreSQL here"/></testcase>
<testcase classname="tests.city" name="test_c"><skipped type="pytest.xfail" message="known"/></testcase>
</testsuite></testsuites>"""


def test_a_skipped_test_is_listed_with_its_reason_and_an_expected_failure_is_not(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    report.write_text(REPORT)
    assert skipped_tests(report) == ["tests.city.test_b: no PostgreSQL here"]


def test_a_run_without_a_report_did_not_run_at_all(tmp_path: Path) -> None:
    assert len(skipped_tests(tmp_path / "none.xml")) == 1


def test_what_did_not_run_fails_only_a_strict_run() -> None:
    assert closing_words([], ["sound"], strict=False) == ("did not run: sound", 0)
    assert closing_words([], ["sound"], strict=True)[1] == 1
    assert closing_words([], [], strict=True) == ("everything ran", 0)
    assert closing_words(["types"], [], strict=False)[1] == 1
