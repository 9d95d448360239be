"""Every time-out and every bound of a queue in one table, so that one page shows how long anything can take."""

from __future__ import annotations

from kiosk.operation.configuration.keys import Table, whole


class Limits(Table):
    """How long anything may take and how much may wait. The defaults fit a hall; change them only with a reason."""

    ticket_page_seconds: int = whole(45, 10, 600, "seconds", "The page with the number stays so long.")
    forgotten_card_report_seconds: int = whole(
        15, 5, 300, "seconds", "A forgotten card is reported to staff after this."
    )
    forgotten_card_repeat_seconds: int = whole(10, 5, 300, "seconds", "And announced again after this.")
    forgotten_card_announcements: int = whole(6, 1, 50, "times", "So often is it announced.")
    reprints: int = whole(3, 0, 10, "times", "So often may one ticket be printed again (补打).")
    terminal_queue: int = whole(256, 16, 10000, "inputs", "Touches and device answers that may wait in the terminal.")
    hall_connect_ms: int = whole(1000, 50, 60000, "milliseconds", "Longest wait for a connection to the hall.")
    hall_answer_ms: int = whole(3000, 100, 60000, "milliseconds", "Longest wait for the hall's answer.")
    own_numbers_after_seconds: int = whole(
        10, 3, 3600, "seconds", "A terminal no hall has answered for so long gives numbers of its own letter."
    )
    hall_failover_seconds: int = whole(
        5,
        1,
        300,
        "seconds",
        "A hall node silent for so long is left for the hall's other one; the standby waits as long.",
    )
    heartbeat_seconds: int = whole(10, 1, 30, "seconds", "Pause between two words upstream of how a node is.")
    feed_silence_seconds: int = whole(10, 2, 300, "seconds", "A feed silent for so long counts as cut.")
    device_beat_ms: int = whole(1000, 100, 60000, "milliseconds", "Pause between two looks at an idle device.")
    device_debounce_ms: int = whole(1500, 0, 30000, "milliseconds", "A fault shorter than this ends nobody's session.")
    database_busy_ms: int = whole(2000, 0, 60000, "milliseconds", "Longest wait for a locked database.")
    voice_queue: int = whole(64, 1, 1000, "calls", "Calls that may wait to be spoken.")
    child_ready_seconds: int = whole(30, 1, 600, "seconds", "A process that is not ready after this is started anew.")
    child_stop_seconds: int = whole(5, 1, 60, "seconds", "A process that does not stop within this is killed.")
    city_statement_ms: int = whole(5000, 100, 60000, "milliseconds", "Longest that one statement of the city may take.")
    city_lock_ms: int = whole(2000, 10, 60000, "milliseconds", "Longest that the city waits for another's lock.")
    city_commit_ms: int = whole(4000, 100, 60000, "milliseconds", "A standby silent for so long: no_standby.")
    city_queue: int = whole(256, 8, 10000, "requests", "Requests that may wait to store; twice as many to read.")
