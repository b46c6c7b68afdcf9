-- Schema 1. What each column means stands in src/journal/mod.rs and src/journal/row.rs.
CREATE TABLE event (
  seq           INTEGER PRIMARY KEY AUTOINCREMENT, -- order of acceptance, never used again
  accepted      INTEGER NOT NULL,   -- ms since 1970 by busboot's clock
  occurred      INTEGER NOT NULL,   -- ms since 1970: the description's eventDateTime where it can be read, else accepted
  uuid          TEXT NOT NULL,      -- made (v7) where the publisher gave none; a publisher may repeat one
  event_id      INTEGER,            -- CloudStack's id
  category      TEXT,
  type          TEXT NOT NULL,
  source        TEXT,
  resource_type TEXT,
  resource_uuid TEXT,
  account_id    INTEGER,
  account_uuid  TEXT,
  domain_id     INTEGER,
  account       TEXT,               -- the description's "account", where it is JSON and has one
  level         INTEGER NOT NULL,   -- 0 INFO, 1 WARN, 2 ERROR: given, else derived
  level_given   INTEGER NOT NULL,   -- whether the publisher gave it
  state         TEXT,               -- Created, Scheduled, Started, Completed: given, else derived
  state_given   INTEGER NOT NULL,   -- whether the publisher gave it
  start_id      INTEGER,
  description   TEXT,               -- as accepted, to the byte
  checksum      INTEGER NOT NULL,   -- CRC-32 of everything above but seq
  archived      INTEGER NOT NULL DEFAULT 0,
  deleted       INTEGER NOT NULL DEFAULT 0 -- hidden from the log; the row goes when every bus has it
) STRICT;

CREATE INDEX event_by_type     ON event (type, occurred);
CREATE INDEX event_by_date     ON event (occurred);
CREATE INDEX event_by_uuid     ON event (uuid);
CREATE INDEX event_by_resource ON event (resource_uuid);  -- also: what a bus has still to get of one resource
CREATE INDEX event_by_start    ON event (start_id) WHERE start_id IS NOT NULL;
CREATE INDEX event_by_id         ON event (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX event_by_level      ON event (level, occurred) WHERE level > 0;
CREATE INDEX event_by_domain     ON event (domain_id, occurred) WHERE domain_id IS NOT NULL;
CREATE INDEX event_by_account_id ON event (account_id, occurred) WHERE account_id IS NOT NULL;
CREATE INDEX event_by_owner      ON event (coalesce(nullif(account_uuid, ''), account), occurred);
CREATE INDEX event_deleted     ON event (seq) WHERE deleted = 1;

-- A bus's progress is what is not yet done or is special: accepting an event writes one row, whatever the buses are.
CREATE TABLE bus (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,  -- bean id
  first      INTEGER NOT NULL,      -- events from this seq on are for it
  done       INTEGER NOT NULL,      -- every seq <= done is settled unless it stands in exception
  active     INTEGER NOT NULL,      -- whether the last boot had it
  until      INTEGER,               -- while it isn't active: what was accepted up to here is kept for it
  confirmed  INTEGER NOT NULL DEFAULT 0, -- counters, changed in the transaction that changes the facts
  unroutable INTEGER NOT NULL DEFAULT 0,
  dead       INTEGER NOT NULL DEFAULT 0,
  dropped    INTEGER NOT NULL DEFAULT 0  -- unroutable or dead ones that somebody or their age removed for good
) STRICT;

CREATE TABLE exception (
  bus    INTEGER NOT NULL REFERENCES bus (id) ON DELETE CASCADE,
  seq    INTEGER NOT NULL,
  state  INTEGER NOT NULL,          -- 1 settled beyond the cursor, 2 unroutable, 3 dead letter, 4 to be sent again
  reason TEXT,
  at     INTEGER NOT NULL,          -- ms since 1970
  PRIMARY KEY (bus, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX exception_again ON exception (bus, seq) WHERE state = 4;

-- Events that can't be read any more. Each is a dead letter of every bus that hadn't got it.
CREATE TABLE damaged (
  seq    INTEGER PRIMARY KEY,
  found  INTEGER NOT NULL,          -- ms since 1970
  reason TEXT NOT NULL
) STRICT;
