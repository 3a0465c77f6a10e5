-- The ranking compares each configuration with the 200 next better ones only (docs/ledger.md, Ranking): the view of version 1 compared all pairs.
DROP VIEW IF EXISTS leaderboard;
-- include leaderboard.sql
