-- What made the numbers of an attempt: made_by is a JSON object without the command line, which differs from trial to trial;
-- made_command is that line as JSON. The view shows them as one.
ALTER TABLE attempt ADD COLUMN made_by TEXT;
ALTER TABLE attempt ADD COLUMN made_command TEXT;
-- Replaced in place, so that whoever was granted it keeps it.
CREATE OR REPLACE VIEW attempts AS
SELECT s.name AS sweep, t.number AS trial, a.number AS attempt, a.slot, a.started_at, a.ended_at, a.outcome, a.reason, a.stderr_tail,
  CASE WHEN a.made_command IS NULL THEN a.made_by
    ELSE substr(a.made_by, 1, length(a.made_by) - 1) || ',"command":' || a.made_command || '}' END AS made_by
FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id;
