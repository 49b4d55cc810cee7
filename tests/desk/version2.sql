PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE event (
    case_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'answered', 'parked', 'undone', 'redone')),
    page TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (case_id, number)
);
INSERT INTO "event" VALUES('2026-001',1,'2026-03-02T09:01:00.000+00:00','opened','','{"title": "Speelplein", "day": "2026-03-02", "language": "nl"}');
INSERT INTO "event" VALUES('2026-001',2,'2026-03-02T09:02:00.000+00:00','answered','buyer.kind','{"buyer.kind": "municipality"}');
INSERT INTO "event" VALUES('2026-001',3,'2026-03-02T09:03:00.000+00:00','answered','contract.nature','{"contract.nature": "supplies"}');
INSERT INTO "event" VALUES('2026-001',4,'2026-03-02T09:04:00.000+00:00','answered','','{"evidence": {"contract.nature": {"state": "asserted", "by": "purchasing_service", "on": "2026-03-02"}}}');
INSERT INTO "event" VALUES('2026-001',5,'2026-03-02T09:05:00.000+00:00','answered','','{"unsure": {"contract.nature": true}}');
INSERT INTO "event" VALUES('2026-002',1,'2026-03-02T09:06:00.000+00:00','opened','','{"title": "Wegenwerken", "day": "2026-03-02", "language": "fr"}');
INSERT INTO "event" VALUES('2026-002',2,'2026-03-02T09:07:00.000+00:00','answered','buyer.kind','{"buyer.kind": "police_zone"}');
INSERT INTO "event" VALUES('2026-002',3,'2026-03-02T09:08:00.000+00:00','undone','','{}');
INSERT INTO "event" VALUES('2026-003',1,'2026-03-02T09:09:00.000+00:00','opened','','{"title": "Speelplein", "day": "2026-03-02", "language": "nl", "copy_of": "2026-001"}');
INSERT INTO "event" VALUES('2026-003',2,'2026-03-02T09:10:00.000+00:00','answered','buyer.kind','{"buyer.kind": "municipality"}');
INSERT INTO "event" VALUES('2026-003',3,'2026-03-02T09:11:00.000+00:00','answered','contract.nature','{"contract.nature": "supplies"}');
INSERT INTO "event" VALUES('2026-003',4,'2026-03-02T09:12:00.000+00:00','answered','','{"evidence": {"contract.nature": {"state": "asserted", "by": "purchasing_service", "on": "2026-03-02"}}}');
INSERT INTO "event" VALUES('2026-003',5,'2026-03-02T09:13:00.000+00:00','answered','','{"unsure": {"contract.nature": true}}');
CREATE TABLE listed (
    case_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    copy_of TEXT,
    at TEXT NOT NULL,
    touched INTEGER NOT NULL UNIQUE,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    row INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1))
);
INSERT INTO "listed" VALUES('2026-001','Speelplein','2026-03-02',NULL,'2026-03-02T09:05:00.000+00:00',5,0,5,0);
INSERT INTO "listed" VALUES('2026-002','Wegenwerken','2026-03-02',NULL,'2026-03-02T09:08:00.000+00:00',8,1,8,0);
INSERT INTO "listed" VALUES('2026-003','Speelplein','2026-03-02','2026-001','2026-03-02T09:13:00.000+00:00',13,0,13,0);
CREATE VIRTUAL TABLE searched USING fts5(words, place, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO searched (rowid, words, place) VALUES(5,'Speelplein','current');
INSERT INTO searched (rowid, words, place) VALUES(8,'Wegenwerken','archive');
INSERT INTO searched (rowid, words, place) VALUES(13,'Speelplein','current');
CREATE INDEX listed_in_order ON listed (archived, touched);
CREATE INDEX listed_by_row ON listed (row);
CREATE INDEX listed_stale ON listed (touched) WHERE stale;
CREATE TRIGGER event_opens AFTER INSERT ON event WHEN NEW.kind = 'opened' BEGIN
        INSERT INTO listed (case_id, title, day, copy_of, at, touched)
        VALUES (NEW.case_id, coalesce(CASE WHEN json_valid(NEW.facts) THEN json_extract(NEW.facts, '$.title') END, ''), coalesce(CASE WHEN json_valid(NEW.facts) THEN json_extract(NEW.facts, '$.day') END, ''), CASE WHEN json_valid(NEW.facts) THEN json_extract(NEW.facts, '$.copy_of') END, NEW.at,
                (SELECT coalesce(max(touched), 0) + 1 FROM listed));
    END;
CREATE TRIGGER event_touches AFTER INSERT ON event WHEN NEW.kind <> 'opened' BEGIN
        UPDATE listed SET at = NEW.at, stale = 1, touched = (SELECT max(touched) + 1 FROM listed)
        WHERE case_id = NEW.case_id;
    END;
PRAGMA user_version = 2;
COMMIT;
