-- The log of a sweep. event: what the ledger accepted and a strategy reads; decision: what it chose, and the last event that it knew.
CREATE TABLE event (
  sweep_id BIGINT NOT NULL REFERENCES sweep (id),
  number   BIGINT NOT NULL CHECK (number >= 1),
  kind     TEXT NOT NULL CHECK (kind IN ('report', 'end', 'retry')),
  trial    INTEGER NOT NULL,
  epoch    INTEGER NOT NULL,
  value    {real},
  status   TEXT,
  PRIMARY KEY (sweep_id, number)
);

CREATE TABLE decision (
  sweep_id     BIGINT NOT NULL REFERENCES sweep (id),
  number       BIGINT NOT NULL CHECK (number >= 1),
  seen         BIGINT NOT NULL CHECK (seen >= 0),
  kind         TEXT NOT NULL CHECK (kind IN ('start', 'stop', 'pause', 'resume', 'fork')),
  trial        INTEGER NOT NULL,
  parent       INTEGER,
  parent_epoch INTEGER,
  reason       TEXT,
  evidence     TEXT,
  decided_at   TEXT NOT NULL,
  PRIMARY KEY (sweep_id, number)
);
CREATE INDEX decision_by_trial ON decision (sweep_id, trial);

-- What was measured of a sweep's data at its submission, as JSON.
ALTER TABLE sweep ADD COLUMN facts TEXT;

CREATE VIEW decisions AS
SELECT s.name AS sweep, d.number, d.kind, d.trial, d.seen, d.reason, d.evidence, d.parent, d.parent_epoch, d.decided_at
FROM sweep s JOIN decision d ON d.sweep_id = s.id;

{create} VIEW sweeps AS
SELECT s.name, s.status, s.experiment, s.metric, {goal} AS goal, s.replicates,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id) AS trials,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id AND t.status NOT IN ('planned', 'running', 'paused')) AS final_trials,
  s.created_at, s.ended_at, s.description, s.base_folder, s.yaml, s.summary
FROM sweep s;
