-- A trial that ended without a result may be planned again, because its user mended what was wrong; and a sweep may be removed as a whole:
-- in the transaction that removes it, its coordinator is -1.
DROP TRIGGER trial_final_stays;
CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial
WHEN OLD.status NOT IN ('planned', 'running') AND NOT (OLD.status IN ('failed', 'diverged', 'cancelled') AND NEW.status = 'planned')
BEGIN
  SELECT RAISE (ABORT, 'a trial in a final status never changes again');
END;

DROP TRIGGER report_of_final_trial_stays;
CREATE TRIGGER report_of_final_trial_stays BEFORE DELETE ON report
WHEN EXISTS (
  SELECT 1 FROM trial t JOIN sweep s ON s.id = t.sweep_id
  WHERE t.id = OLD.trial_id AND t.status NOT IN ('planned', 'running') AND s.coordinator >= 0)
BEGIN
  SELECT RAISE (ABORT, 'the reports of a trial in a final status never change again');
END;
