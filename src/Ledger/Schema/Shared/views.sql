CREATE VIEW sweeps AS
SELECT s.name, s.status, s.experiment, s.metric, {goal} AS goal, s.replicates,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id) AS trials,
  (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id AND t.status NOT IN ('planned', 'running')) AS final_trials,
  s.created_at, s.ended_at, s.description, s.base_folder, s.yaml
FROM sweep s;

CREATE VIEW trials AS
SELECT s.name AS sweep, t.number, t.status, c.text AS config, t.seed, t.attempts, t.metric, t.best_epoch, t.slot, t.started_at, t.ended_at,
  t.reason, t.replicate, t.failures, t.epochs_done, t.epochs, t.floor, t.corpus_sha256, t.cost_key
FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN config c ON c.id = t.config_id;

CREATE VIEW attempts AS
SELECT s.name AS sweep, t.number AS trial, a.number AS attempt, a.slot, a.started_at, a.ended_at, a.outcome, a.reason, a.stderr_tail
FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id;

CREATE VIEW epochs AS
SELECT s.name AS sweep, t.number AS trial, r.epoch, r.train_perplexity, r.val_perplexity, r.tokens_per_second, r.seconds, r.metrics, r.attempt,
  r.reported_at
FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id;
