-- A trial that ended without a result may be planned again, because its user mended what was wrong; and a sweep may be removed as a whole:
-- in the transaction that removes it, its coordinator is -1.
DROP TRIGGER trial_final_stays ON trial;
CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial FOR EACH ROW
WHEN (OLD.status NOT IN ('planned', 'running') AND NOT (OLD.status IN ('failed', 'diverged', 'cancelled') AND NEW.status = 'planned'))
EXECUTE FUNCTION sweep_refuse('a trial in a final status never changes again');

CREATE OR REPLACE FUNCTION sweep_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM trial t JOIN sweep s ON s.id = t.sweep_id
    WHERE t.id = OLD.trial_id AND t.status NOT IN ('planned', 'running') AND s.coordinator >= 0) THEN
    RAISE EXCEPTION 'the reports of a trial in a final status never change again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
