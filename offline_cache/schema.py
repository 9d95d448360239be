"""The tables of a node's file, as migrations: a file of any earlier version becomes one of this version at start.

Terminal and hall have the same tables, because both are a node: a stream of their own (`event`, `stream`,
`quarantine`), what was taken from below (`received`), what came from above (`change`, `booking`, `feed`), a terminal's
tickets. A file that names a migration this version does not have is newer, and is not touched.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("ledger")


@migrations()
def own_stream(db: Database) -> None:
    """`event.seq` is never reused, also after old rows go. `stream`: wire number = seq - base, owed = seq > acked."""
    db.execute(
        "create table event (seq integer primary key autoincrement, event_id text not null unique, kind text not null,"
        " node text not null, day text not null, wall_ms integer not null, mono_ms integer not null,"
        " boot_id text not null, trusted integer not null, ticket_id text not null, data text not null)"
    )
    db.execute("create index event_day on event (day, seq)")
    db.execute(
        "create table stream (one integer primary key check (one = 1), epoch text not null,"
        " base integer not null, acked integer not null)"
    )
    db.execute("insert into stream values (1, lower(hex(randomblob(16))), 0, 0)")
    db.execute(
        "create table quarantine (event_id text primary key, seq integer not null, reason text not null,"
        " at text not null default current_timestamp)"
    )


@migrations()
def tickets(db: Database) -> None:
    """`intent.closed`: empty, committed or abandoned; `request` is emptied when it closes."""
    db.execute(
        "create table intent (ticket_id text primary key, request text not null, day text not null,"
        " at_ms integer not null, closed text not null default '')"
    )
    db.execute("create index intent_open on intent (ticket_id) where closed = ''")
    db.execute(
        "create table ticket (ticket_id text primary key, day text not null, label text not null, view text not null,"
        " print_state text not null, code text not null, reprints integer not null default 0)"
    )
    db.execute("create index ticket_label on ticket (day, label)")
    db.execute("create index ticket_unfinished on ticket (ticket_id) where print_state in ('committed', 'printing')")


@migrations()
def from_below(db: Database) -> None:
    """The partial index is the promise itself: an event is applied once, from whatever stream, for ever."""
    db.execute(
        "create table received (node text not null, epoch text not null, seq integer not null, event_id text not null,"
        " judgement text not null, reason text not null, primary key (node, epoch, seq)) without rowid"
    )
    db.execute("create unique index received_once on received (event_id) where judgement = 'applied'")


@migrations()
def from_above(db: Database) -> None:
    """`change.round` tells what a resync has brought again; `feed.complete` whether the state is whole."""
    db.execute(
        "create table change (kind text not null, key text not null, version text not null, body text,"
        " cursor integer not null, round integer not null, primary key (kind, key))"
    )
    db.execute("create index change_cursor on change (cursor)")
    db.execute(
        "create table feed (one integer primary key check (one = 1), name text not null, cursor integer not null,"
        " round integer not null, complete integer not null)"
    )
    db.execute("insert into feed values (1, '', 0, 0, 0)")


@migrations()
def own_beginning(db: Database) -> None:
    """`book.settled`: nothing that this file forgot is missing. `cleaned`: the last business day that was tidied after.

    A file that held something before it had this table is KEPT: whatever it forgot, nobody knows any more.
    """
    db.execute(
        "create table book (one integer primary key check (one = 1), beginning text not null,"
        " settled integer not null, cleaned text not null)"
    )
    db.execute(
        "insert into book select 1, case when known then 'kept' else 'fresh' end, known, ''"
        " from (select exists (select 1 from event) or exists (select 1 from change) as known)"
    )


@migrations()
def own_letter(db: Database) -> None:
    """`own_number`: the highest ever given. `ticket.holder`: whose it is, so that their second wish is noticed."""
    db.execute(
        "create table own_number (day text not null, queue text not null, highest integer not null,"
        " primary key (day, queue)) without rowid"
    )
    db.execute("alter table ticket add column holder text not null default ''")
    db.execute("alter table ticket add column key_version integer not null default 0")
    db.execute("create index ticket_person on ticket (day, holder)")


@migrations()
def bookings(db: Database) -> None:
    """Apart from `change`, because they are many and are looked for by person and slot. `body` is encrypted."""
    db.execute(
        "create table booking (number text primary key, cursor integer not null, version text not null,"
        " round integer not null, day text not null, begins_ms integer not null, ends_ms integer not null,"
        " item text not null, holder text not null, key_version integer not null, body blob)"
    )
    db.execute("create index booking_cursor on booking (cursor)")
    db.execute("create index booking_person on booking (holder)")
    db.execute("create index booking_begins on booking (begins_ms)")
    db.execute("create index booking_day on booking (day)")


@migrations()
def paper_asked(db: Database) -> None:
    """`after_seq`: the newest event when a reprint was last begun. No event of paper behind it: it is doubtful."""
    db.execute("create table paper (one integer primary key check (one = 1), after_seq integer not null)")
    db.execute("insert into paper values (1, -1)")


@migrations()
def gone_events(db: Database) -> None:
    """`stream.gone`: the newest event that is no longer kept; what is behind it has no hole and can be sent again."""
    db.execute("alter table stream add column gone integer not null default 0")
    db.execute(
        "update stream set gone = (select case when exists (select 1 from event where seq = last)"
        " then (select max(seq) - 1 from event e where not exists (select 1 from event p where p.seq = e.seq - 1))"
        " else last end from (select coalesce((select seq from sqlite_sequence where name = 'event'), 0) as last))"
    )
    db.execute("create trigger event_gone after delete on event begin update stream set gone = max(gone, old.seq); end")


@migrations()
def quarantine_acts(db: Database) -> None:
    """`discarded`: when somebody decided that it is not sent again. `quarantine_act`: who did what, and why."""
    db.execute("alter table quarantine add column discarded text not null default ''")
    db.execute(
        "create table quarantine_act (at text not null default current_timestamp, act text not null,"
        " event_id text not null, kind text not null, reason text not null, who text not null, why text not null)"
    )


@migrations()
def applied_before(db: Database) -> None:
    """`received.taken_on`: the day on which a place was taken, empty for the first ones. `id`: see `applied_before`."""
    db.execute("alter table received add column taken_on text not null default ''")
    db.execute("create table applied_before (id blob primary key) without rowid")


def _names() -> frozenset[str]:
    empty = Database(memory=True)
    try:
        return frozenset(migration.name for migration in migrations.pending(empty))
    finally:
        empty.close()


NAMES = _names()
_SET = "select 1 from sqlite_master where name = '_sqlite_migrations'"
_APPLIED = "select name from _sqlite_migrations where migration_set = 'ledger'"


def is_newer(connection: sqlite3.Connection) -> bool:
    """Whether a later version of the program has changed this file. Raises sqlite3.Error."""
    if connection.execute(_SET).fetchone() is None:
        return False
    return any(name not in NAMES for (name,) in connection.execute(_APPLIED))
