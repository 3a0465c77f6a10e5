-- The ranking compares each configuration with the 200 next better ones only (docs/ledger.md, Ranking): the view of version 1 compared all pairs.
-- Replaced in place, so that whoever was granted it keeps it.
DROP INDEX config_by_score;
CREATE INDEX config_by_score ON config (sweep_id, tier, score, error2 NULLS FIRST, replicates);
-- include leaderboard.sql
