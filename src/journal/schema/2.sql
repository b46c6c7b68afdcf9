-- Schema 2. What a count or a page asks of most events stands in the indexes, so that it reads no row that it doesn't give.
DROP INDEX event_by_type;
DROP INDEX event_by_date;
CREATE INDEX event_by_type  ON event (type, occurred, seq, archived, deleted);
CREATE INDEX event_by_date  ON event (occurred, seq, archived, deleted);
CREATE INDEX event_archived ON event (occurred, seq, deleted) WHERE archived = 1;

CREATE INDEX exception_unroutable ON exception (bus, at) WHERE state = 2;
CREATE INDEX exception_dead       ON exception (bus, seq) WHERE state = 3;

-- Events that were accepted while a bus was away: like those before its first one they aren't for it.
CREATE TABLE absence (
  bus   INTEGER NOT NULL REFERENCES bus (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  PRIMARY KEY (bus, first)
) STRICT, WITHOUT ROWID;
