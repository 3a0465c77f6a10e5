-- Tables are private and may change with any version; people's SQL goes to the views at the end (docs/ledger.md).
-- Times are UTC text of fixed width (2026-01-31T09:30:00.0000000Z), so that text order is time order.

CREATE TABLE sweep (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  yaml        TEXT NOT NULL,
  base_folder TEXT NOT NULL,
  description TEXT,
  experiment  TEXT NOT NULL,
  metric      TEXT NOT NULL,
  maximize    INTEGER NOT NULL CHECK (maximize IN (0, 1)),
  replicates  INTEGER NOT NULL CHECK (replicates >= 1),
  status      TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'finished', 'cancelled')),
  coordinator INTEGER NOT NULL DEFAULT 0,
  created_at  TEXT NOT NULL,
  ended_at    TEXT
) STRICT;

-- One configuration of a sweep with the statistics of its trials, kept in step by the transaction that ends a trial.
-- tier: 0 clean, 1 a replicate diverged, 2 nothing but failures; NULL = nothing to rank yet.
-- score: the mean, negated when the goal is to maximise. error2: variance / replicates, NULL with fewer than two.
CREATE TABLE config (
  id          INTEGER PRIMARY KEY,
  sweep_id    INTEGER NOT NULL REFERENCES sweep (id),
  text        TEXT NOT NULL,
  first_trial INTEGER NOT NULL,
  floor       REAL,
  tier        INTEGER,
  score       REAL,
  error2      REAL,
  replicates  INTEGER NOT NULL DEFAULT 0,
  mean        REAL,
  std         REAL,
  best        REAL,
  diverged    INTEGER NOT NULL DEFAULT 0,
  failed      INTEGER NOT NULL DEFAULT 0,
  UNIQUE (sweep_id, text)
) STRICT;
CREATE INDEX config_by_score ON config (sweep_id, tier, score, error2, replicates);

CREATE TABLE trial (
  id            INTEGER PRIMARY KEY,
  sweep_id      INTEGER NOT NULL REFERENCES sweep (id),
  number        INTEGER NOT NULL CHECK (number >= 0),
  config_id     INTEGER NOT NULL REFERENCES config (id),
  replicate     INTEGER NOT NULL CHECK (replicate >= 0),
  seed          INTEGER NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('planned', 'running', 'completed', 'stopped', 'diverged', 'failed', 'cancelled')),
  attempts      INTEGER NOT NULL DEFAULT 0,
  failures      INTEGER NOT NULL DEFAULT 0,
  metric        REAL,
  best_epoch    INTEGER,
  epochs_done   INTEGER NOT NULL DEFAULT 0,
  epochs        INTEGER NOT NULL,
  slot          TEXT,
  started_at    TEXT,
  ended_at      TEXT,
  reason        TEXT,
  floor         REAL,
  corpus_sha256 TEXT,
  cost_key      TEXT NOT NULL,
  UNIQUE (sweep_id, number)
) STRICT;
CREATE INDEX trial_by_config ON trial (config_id);

CREATE TABLE attempt (
  trial_id    INTEGER NOT NULL REFERENCES trial (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  slot        TEXT NOT NULL,
  started_at  TEXT NOT NULL,
  ended_at    TEXT,
  outcome     TEXT,
  reason      TEXT,
  stderr_tail TEXT,
  PRIMARY KEY (trial_id, number)
) STRICT, WITHOUT ROWID;

-- metric: value of the sweep's own metric. metrics: JSON object of those that have no column.
CREATE TABLE report (
  trial_id          INTEGER NOT NULL REFERENCES trial (id),
  epoch             INTEGER NOT NULL CHECK (epoch >= 1),
  attempt           INTEGER NOT NULL,
  metric            REAL,
  train_perplexity  REAL,
  val_perplexity    REAL,
  tokens_per_second REAL,
  seconds           REAL,
  metrics           TEXT NOT NULL,
  reported_at       TEXT NOT NULL,
  PRIMARY KEY (trial_id, epoch)
) STRICT, WITHOUT ROWID;

-- A second line of defence: Rules/TrialRules.cs decides which change holds; these refuse what would break a promise.

CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial
WHEN OLD.status NOT IN ('planned', 'running')
BEGIN
  SELECT RAISE (ABORT, 'a trial in a final status never changes again');
END;

CREATE TRIGGER report_of_running_attempt BEFORE INSERT ON report
WHEN NOT EXISTS (SELECT 1 FROM trial WHERE id = NEW.trial_id AND status = 'running' AND attempts = NEW.attempt)
BEGIN
  SELECT RAISE (ABORT, 'a report is accepted only from the attempt that is running');
END;

CREATE TRIGGER report_of_newer_attempt BEFORE UPDATE ON report
WHEN NEW.attempt <= OLD.attempt OR NOT EXISTS (SELECT 1 FROM trial WHERE id = NEW.trial_id AND status = 'running' AND attempts = NEW.attempt)
BEGIN
  SELECT RAISE (ABORT, 'a report is replaced only by a newer attempt that is running');
END;

CREATE TRIGGER report_of_final_trial_stays BEFORE DELETE ON report
WHEN EXISTS (SELECT 1 FROM trial WHERE id = OLD.trial_id AND status NOT IN ('planned', 'running'))
BEGIN
  SELECT RAISE (ABORT, 'the reports of a trial in a final status never change again');
END;

CREATE TRIGGER attempt_ended_stays BEFORE UPDATE ON attempt
WHEN OLD.ended_at IS NOT NULL
BEGIN
  SELECT RAISE (ABORT, 'an attempt that ended never changes again');
END;

-- include t_quantile.sql
-- include views.sql
