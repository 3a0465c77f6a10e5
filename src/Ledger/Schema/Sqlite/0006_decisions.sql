DROP VIEW sweeps;
-- include decisions.sql

-- A trial may be paused. No row changes, so the rule of the column is replaced where SQLite keeps it (sqlite.org/lang_altertable.html).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''planned'', ''running'', ''completed''', '''planned'', ''running'', ''paused'', ''completed''')
WHERE type = 'table' AND name = 'trial';
PRAGMA writable_schema = RESET;

DROP TRIGGER trial_final_stays;
CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial
WHEN OLD.status NOT IN ('planned', 'running', 'paused') AND NOT (OLD.status IN ('failed', 'diverged', 'cancelled') AND NEW.status = 'planned')
BEGIN
  SELECT RAISE (ABORT, 'a trial in a final status never changes again');
END;

DROP TRIGGER report_of_final_trial_stays;
CREATE TRIGGER report_of_final_trial_stays BEFORE DELETE ON report
WHEN EXISTS (
  SELECT 1 FROM trial t JOIN sweep s ON s.id = t.sweep_id
  WHERE t.id = OLD.trial_id AND t.status NOT IN ('planned', 'running', 'paused') AND s.coordinator >= 0)
BEGIN
  SELECT RAISE (ABORT, 'the reports of a trial in a final status never change again');
END;
