-- include decisions.sql

-- A trial may be paused.
ALTER TABLE trial DROP CONSTRAINT trial_status_check;
ALTER TABLE trial ADD CONSTRAINT trial_status_check
  CHECK (status IN ('planned', 'running', 'paused', 'completed', 'stopped', 'diverged', 'failed', 'cancelled'));

DROP TRIGGER trial_final_stays ON trial;
CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial FOR EACH ROW
WHEN (OLD.status NOT IN ('planned', 'running', 'paused')
  AND NOT (OLD.status IN ('failed', 'diverged', 'cancelled') AND NEW.status = 'planned'))
EXECUTE FUNCTION sweep_refuse('a trial in a final status never changes again');

CREATE OR REPLACE FUNCTION sweep_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM trial t JOIN sweep s ON s.id = t.sweep_id
    WHERE t.id = OLD.trial_id AND t.status NOT IN ('planned', 'running', 'paused') AND s.coordinator >= 0) THEN
    RAISE EXCEPTION 'the reports of a trial in a final status never change again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
