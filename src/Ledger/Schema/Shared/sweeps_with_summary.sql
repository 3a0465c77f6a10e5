{create} VIEW sweeps AS
SELECT s.name, s.status, s.experiment, s.metric, {goal} AS goal, s.replicates,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id) AS trials,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id AND t.status NOT IN ('planned', 'running')) AS final_trials,
  s.created_at, s.ended_at, s.description, s.base_folder, s.yaml, s.summary
FROM sweep s;
