-- Which report of a trial is its value: the best one, or the last one.
ALTER TABLE sweep ADD COLUMN summary TEXT NOT NULL DEFAULT 'best' CHECK (summary IN ('best', 'last'));
DROP VIEW sweeps;
-- include sweeps_with_summary.sql
