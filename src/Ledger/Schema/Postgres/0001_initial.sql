-- Tables are private and may change with any version; people's SQL goes to the views at the end (docs/ledger.md), which are those of the SQLite store.
-- Times are UTC text of fixed width (2026-01-31T09:30:00.0000000Z), so that text order is time order, in both stores alike.
-- Tables live in the first schema of the search path, by default public.

CREATE TABLE sweep (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        TEXT COLLATE "C" NOT NULL UNIQUE,
  yaml        TEXT NOT NULL,
  base_folder TEXT NOT NULL,
  description TEXT,
  experiment  TEXT NOT NULL,
  metric      TEXT NOT NULL,
  maximize    INTEGER NOT NULL CHECK (maximize IN (0, 1)),
  replicates  INTEGER NOT NULL CHECK (replicates >= 1),
  status      TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'finished', 'cancelled')),
  coordinator BIGINT NOT NULL DEFAULT 0,
  created_at  TEXT COLLATE "C" NOT NULL,
  ended_at    TEXT COLLATE "C"
);

-- One configuration of a sweep with the statistics of its trials, kept in step by the transaction that ends a trial.
-- tier: 0 clean, 1 a replicate diverged, 2 nothing but failures; NULL = nothing to rank yet.
-- score: the mean, negated when the goal is to maximise. error2: variance / replicates, NULL with fewer than two.
CREATE TABLE config (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id    BIGINT NOT NULL REFERENCES sweep (id),
  text        TEXT COLLATE "C" NOT NULL,
  first_trial INTEGER NOT NULL,
  floor       DOUBLE PRECISION,
  tier        INTEGER,
  score       DOUBLE PRECISION,
  error2      DOUBLE PRECISION,
  replicates  INTEGER NOT NULL DEFAULT 0,
  mean        DOUBLE PRECISION,
  std         DOUBLE PRECISION,
  best        DOUBLE PRECISION,
  diverged    INTEGER NOT NULL DEFAULT 0,
  failed      INTEGER NOT NULL DEFAULT 0
);
-- By digest: an index entry holds no more than 2.7 kB, a configuration may be longer.
CREATE UNIQUE INDEX config_by_text ON config (sweep_id, md5(text));
CREATE INDEX config_by_score ON config (sweep_id, tier, score, error2, replicates);

CREATE TABLE trial (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id      BIGINT NOT NULL REFERENCES sweep (id),
  number        INTEGER NOT NULL CHECK (number >= 0),
  config_id     BIGINT NOT NULL REFERENCES config (id),
  replicate     INTEGER NOT NULL CHECK (replicate >= 0),
  seed          BIGINT NOT NULL,
  status        TEXT COLLATE "C" NOT NULL CHECK (status IN ('planned', 'running', 'completed', 'stopped', 'diverged', 'failed', 'cancelled')),
  attempts      INTEGER NOT NULL DEFAULT 0,
  failures      INTEGER NOT NULL DEFAULT 0,
  metric        DOUBLE PRECISION,
  best_epoch    INTEGER,
  epochs_done   INTEGER NOT NULL DEFAULT 0,
  epochs        INTEGER NOT NULL,
  slot          TEXT,
  started_at    TEXT COLLATE "C",
  ended_at      TEXT COLLATE "C",
  reason        TEXT,
  floor         DOUBLE PRECISION,
  corpus_sha256 TEXT,
  cost_key      TEXT COLLATE "C" NOT NULL,
  UNIQUE (sweep_id, number)
);
CREATE INDEX trial_by_config ON trial (config_id);

CREATE TABLE attempt (
  trial_id    BIGINT NOT NULL REFERENCES trial (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  slot        TEXT NOT NULL,
  started_at  TEXT COLLATE "C" NOT NULL,
  ended_at    TEXT COLLATE "C",
  outcome     TEXT,
  reason      TEXT,
  stderr_tail TEXT,
  PRIMARY KEY (trial_id, number)
);

-- metric: value of the sweep's own metric. metrics: JSON object of those that have no column.
CREATE TABLE report (
  trial_id          BIGINT NOT NULL REFERENCES trial (id),
  epoch             INTEGER NOT NULL CHECK (epoch >= 1),
  attempt           INTEGER NOT NULL,
  metric            DOUBLE PRECISION,
  train_perplexity  DOUBLE PRECISION,
  val_perplexity    DOUBLE PRECISION,
  tokens_per_second DOUBLE PRECISION,
  seconds           DOUBLE PRECISION,
  metrics           TEXT NOT NULL,
  reported_at       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (trial_id, epoch)
);

-- One row for each program that writes: the number of the last transaction it committed. After a lost connection it tells whether the last one counts.
CREATE TABLE writer (
  id      TEXT COLLATE "C" PRIMARY KEY,
  batch   BIGINT NOT NULL,
  seen_at TEXT COLLATE "C" NOT NULL
);

-- A second line of defence: Rules/TrialRules.cs decides which change holds; these refuse what would break a promise.

CREATE FUNCTION sweep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION sweep_report_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.attempt <= OLD.attempt THEN
    RAISE EXCEPTION 'a report is replaced only by a newer attempt that is running' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM trial WHERE id = NEW.trial_id AND status = 'running' AND attempts = NEW.attempt) THEN
    RAISE EXCEPTION 'a report is accepted only from the attempt that is running' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION sweep_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM trial WHERE id = OLD.trial_id AND status NOT IN ('planned', 'running')) THEN
    RAISE EXCEPTION 'the reports of a trial in a final status never change again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial FOR EACH ROW WHEN (OLD.status NOT IN ('planned', 'running'))
EXECUTE FUNCTION sweep_refuse('a trial in a final status never changes again');

CREATE TRIGGER report_counts BEFORE INSERT OR UPDATE ON report FOR EACH ROW EXECUTE FUNCTION sweep_report_counts();

CREATE TRIGGER report_of_final_trial_stays BEFORE DELETE ON report FOR EACH ROW EXECUTE FUNCTION sweep_report_stays();

CREATE TRIGGER attempt_ended_stays BEFORE UPDATE ON attempt FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
EXECUTE FUNCTION sweep_refuse('an attempt that ended never changes again');

-- Configurations and metrics are text, exactly as they were written; config ->> 'cell' reads them as in SQLite (its values are text here).
CREATE FUNCTION sweep_json_text(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT $1::json ->> $2';
CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = text, FUNCTION = sweep_json_text);

-- include t_quantile.sql
-- include views.sql
