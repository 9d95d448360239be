BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'ledger','own_stream','2026-11-22 07:11:43.967466+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'ledger','tickets','2026-11-22 07:11:43.968267+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'ledger','from_below','2026-11-22 07:11:43.971319+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'ledger','from_above','2026-11-22 07:11:43.975304+00:00');
CREATE TABLE change (kind text not null, key text not null, version text not null, body text, cursor integer not null, round integer not null, primary key (kind, key));
INSERT INTO "change" VALUES('catalogue','city','2026-1','{"名":"目录"}',1,0);
INSERT INTO "change" VALUES('match_key','1','1','{"version":1,"key":"a2V5LW9mLXRoZS1jaXR5LWludmVudGVkLTEyMzQ1Njc="}',2,0);
CREATE TABLE event (seq integer primary key autoincrement, event_id text not null unique, kind text not null, node text not null, day text not null, wall_ms integer not null, mono_ms integer not null, boot_id text not null, trusted integer not null, ticket_id text not null, data text not null);
INSERT INTO "event" VALUES(1,'e-1','taken','terminal-1','2026-11-23',1795000000001,5001,'boot-1',1,'t-1','{"label":"A017"}');
INSERT INTO "event" VALUES(2,'e-2','taken','terminal-1','2026-11-23',1795000000002,5002,'boot-1',1,'t-1','{"label":"A017"}');
INSERT INTO "event" VALUES(3,'e-3','taken','terminal-1','2026-11-23',1795000000003,5003,'boot-1',1,'t-1','{"label":"A017"}');
INSERT INTO "event" VALUES(4,'e-4','printed','terminal-1','2026-11-23',1795000000004,5004,'boot-1',1,'t-1','{"label":"A017"}');
CREATE TABLE feed (one integer primary key check (one = 1), name text not null, cursor integer not null, round integer not null, complete integer not null);
INSERT INTO "feed" VALUES(1,'city-a',2,0,1);
CREATE TABLE intent (ticket_id text primary key, request text not null, day text not null, at_ms integer not null, closed text not null default '');
INSERT INTO "intent" VALUES('t-1','','2026-11-23',77,'committed');
INSERT INTO "intent" VALUES('t-2','{"ticket_id": "t-2", "item": "GA-001", "holder": {"hash": "abababababababababababababababababababababababababababababababab", "key_version": 1, "name": "张*三", "tail": "2217", "group": "walk_in"}}','2026-11-23',78,'');
CREATE TABLE quarantine (event_id text primary key, seq integer not null, reason text not null, at text not null default current_timestamp);
INSERT INTO "quarantine" VALUES('e-2',2,'unknown_kind:danced','2026-11-22 07:11:43');
CREATE TABLE received (node text not null, epoch text not null, seq integer not null, event_id text not null, judgement text not null, reason text not null, primary key (node, epoch, seq)) without rowid;
INSERT INTO "received" VALUES('terminal-1','epoch-1',7,'e-1','applied','');
CREATE TABLE stream (one integer primary key check (one = 1), epoch text not null, base integer not null, acked integer not null);
INSERT INTO "stream" VALUES(1,'a69f9dba447e5cbaf43e8a6e9c491a46',0,2);
CREATE TABLE ticket (ticket_id text primary key, day text not null, label text not null, view text not null, print_state text not null, code text not null, reprints integer not null default 0);
INSERT INTO "ticket" VALUES('t-1','2026-11-23','A017','{"ticket_id": "t-1", "label": "A017", "queue": "household", "item": "GA-001", "day": "2026-11-23", "state": "reserved", "group": "walk_in", "name": "张*三", "tail": "2217", "taken_ms": 1795000000000, "ahead": 3, "wait_low": 12, "wait_high": 20, "counters": ["3", "5"], "counter": "", "restorable": false}','printed','HK1.body.mac',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX event_day on event (day, seq);
CREATE INDEX intent_open on intent (ticket_id) where closed = '';
CREATE INDEX ticket_label on ticket (day, label);
CREATE INDEX ticket_unfinished on ticket (ticket_id) where print_state in ('committed', 'printing');
CREATE UNIQUE INDEX received_once on received (event_id) where judgement = 'applied';
CREATE INDEX change_cursor on change (cursor);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event',4);
COMMIT;
