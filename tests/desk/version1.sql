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
INSERT INTO event VALUES
    ('2026-001', 1, '2026-03-02T09:00:00.000+00:00', 'opened', '', '{"title": "Speelplein", "day": "2026-03-02", "language": "nl"}'),
    ('2026-001', 2, '2026-03-02T09:01:00.000+00:00', 'answered', 'buyer.kind', '{"buyer.kind": "municipality"}'),
    ('2026-002', 1, '2026-03-02T09:02:00.000+00:00', 'opened', '', '{"title": "Logiciel", "day": "2026-03-02", "language": "fr"}'),
    ('2026-002', 2, '2026-03-02T09:03:00.000+00:00', 'answered', 'value.estimate', '{"value.estimate": "48500.00"}'),
    ('2026-002', 3, '2026-03-02T09:04:00.000+00:00', 'undone', '', '{}'),
    ('2026-003', 1, '2026-03-02T09:05:00.000+00:00', 'opened', '', '{"title": "Damaged", "day"'),
    ('2026-001', 3, '2026-03-02T09:06:00.000+00:00', 'answered', 'contract.nature', '{"contract.nature": "supplies"}');
PRAGMA user_version = 1;
COMMIT;
