-- Which report of a trial is its value: the best one, or the last one.
ALTER TABLE sweep ADD COLUMN summary TEXT COLLATE "C" NOT NULL DEFAULT 'best' CHECK (summary IN ('best', 'last'));
-- Replaced in place, so that whoever was granted it keeps it.
-- include sweeps_with_summary.sql
