-- Tables are private and may change with any version; people's SQL goes to the views at the end (docs/ledger.md), which are those of the SQLite store.
-- Times are UTC text of fixed width (2026-01-31T09:30:00.0000000Z), so that text order is time order, in both stores alike.
-- Tables live in the first schema of the search path, by default public.

CREATE TABLE sweep (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        TEXT COLLATE "C" NOT NULL UNIQUE,
  yaml        TEXT NOT NULL,
  base_folder TEXT NOT NULL,
  description TEXT,
  experiment  TEXT NOT NULL,
  metric      TEXT NOT NULL,
  maximize    INTEGER NOT NULL CHECK (maximize IN (0, 1)),
  replicates  INTEGER NOT NULL CHECK (replicates >= 1),
  status      TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'finished', 'cancelled')),
  coordinator BIGINT NOT NULL DEFAULT 0,
  created_at  TEXT COLLATE "C" NOT NULL,
  ended_at    TEXT COLLATE "C"
);

-- One configuration of a sweep with the statistics of its trials, kept in step by the transaction that ends a trial.
-- tier: 0 clean, 1 a replicate diverged, 2 nothing but failures; NULL = nothing to rank yet.
-- score: the mean, negated when the goal is to maximise. error2: variance / replicates, NULL with fewer than two.
CREATE TABLE config (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id    BIGINT NOT NULL REFERENCES sweep (id),
  text        TEXT COLLATE "C" NOT NULL,
  first_trial INTEGER NOT NULL,
  floor       DOUBLE PRECISION,
  tier        INTEGER,
  score       DOUBLE PRECISION,
  error2      DOUBLE PRECISION,
  replicates  INTEGER NOT NULL DEFAULT 0,
  mean        DOUBLE PRECISION,
  std         DOUBLE PRECISION,
  best        DOUBLE PRECISION,
  diverged    INTEGER NOT NULL DEFAULT 0,
  failed      INTEGER NOT NULL DEFAULT 0
);
-- By digest: an index entry holds no more than 2.7 kB, a configuration may be longer.
CREATE UNIQUE INDEX config_by_text ON config (sweep_id, md5(text));
CREATE INDEX config_by_score ON config (sweep_id, tier, score, error2, replicates);

CREATE TABLE trial (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id      BIGINT NOT NULL REFERENCES sweep (id),
  number        INTEGER NOT NULL CHECK (number >= 0),
  config_id     BIGINT NOT NULL REFERENCES config (id),
  replicate     INTEGER NOT NULL CHECK (replicate >= 0),
  seed          BIGINT NOT NULL,
  status        TEXT COLLATE "C" NOT NULL CHECK (status IN ('planned', 'running', 'completed', 'stopped', 'diverged', 'failed', 'cancelled')),
  attempts      INTEGER NOT NULL DEFAULT 0,
  failures      INTEGER NOT NULL DEFAULT 0,
  metric        DOUBLE PRECISION,
  best_epoch    INTEGER,
  epochs_done   INTEGER NOT NULL DEFAULT 0,
  epochs        INTEGER NOT NULL,
  slot          TEXT,
  started_at    TEXT COLLATE "C",
  ended_at      TEXT COLLATE "C",
  reason        TEXT,
  floor         DOUBLE PRECISION,
  corpus_sha256 TEXT,
  cost_key      TEXT COLLATE "C" NOT NULL,
  UNIQUE (sweep_id, number)
);
CREATE INDEX trial_by_config ON trial (config_id);

CREATE TABLE attempt (
  trial_id    BIGINT NOT NULL REFERENCES trial (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  slot        TEXT NOT NULL,
  started_at  TEXT COLLATE "C" NOT NULL,
  ended_at    TEXT COLLATE "C",
  outcome     TEXT,
  reason      TEXT,
  stderr_tail TEXT,
  PRIMARY KEY (trial_id, number)
);

-- metric: value of the sweep's own metric. metrics: JSON object of those that have no column.
CREATE TABLE report (
  trial_id          BIGINT NOT NULL REFERENCES trial (id),
  epoch             INTEGER NOT NULL CHECK (epoch >= 1),
  attempt           INTEGER NOT NULL,
  metric            DOUBLE PRECISION,
  train_perplexity  DOUBLE PRECISION,
  val_perplexity    DOUBLE PRECISION,
  tokens_per_second DOUBLE PRECISION,
  seconds           DOUBLE PRECISION,
  metrics           TEXT NOT NULL,
  reported_at       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (trial_id, epoch)
);

-- One row for each program that writes: the number of the last transaction it committed. After a lost connection it tells whether the last one counts.
CREATE TABLE writer (
  id      TEXT COLLATE "C" PRIMARY KEY,
  batch   BIGINT NOT NULL,
  seen_at TEXT COLLATE "C" NOT NULL
);

-- What the program promises, the database enforces as well.

CREATE FUNCTION sweep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION sweep_report_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.attempt <= OLD.attempt THEN
    RAISE EXCEPTION 'a report is replaced only by a newer attempt that is running' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM trial WHERE id = NEW.trial_id AND status = 'running' AND attempts = NEW.attempt) THEN
    RAISE EXCEPTION 'a report is accepted only from the attempt that is running' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION sweep_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM trial WHERE id = OLD.trial_id AND status NOT IN ('planned', 'running')) THEN
    RAISE EXCEPTION 'the reports of a trial in a final status never change again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER trial_final_stays BEFORE UPDATE ON trial FOR EACH ROW WHEN (OLD.status NOT IN ('planned', 'running'))
EXECUTE FUNCTION sweep_refuse('a trial in a final status never changes again');

CREATE TRIGGER report_counts BEFORE INSERT OR UPDATE ON report FOR EACH ROW EXECUTE FUNCTION sweep_report_counts();

CREATE TRIGGER report_of_final_trial_stays BEFORE DELETE ON report FOR EACH ROW EXECUTE FUNCTION sweep_report_stays();

CREATE TRIGGER attempt_ended_stays BEFORE UPDATE ON attempt FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
EXECUTE FUNCTION sweep_refuse('an attempt that ended never changes again');

-- Configurations and metrics are text, exactly as they were written; config ->> 'cell' reads them as in SQLite (its values are text here).
CREATE FUNCTION sweep_json_text(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT $1::json ->> $2';
CREATE OPERATOR ->> (LEFTARG = text, RIGHTARG = text, FUNCTION = sweep_json_text);

-- Squares of Student's t at 97.5 %: the two-sided 95 % bound by whole degrees of freedom.
CREATE TABLE t_quantile (
  df      INTEGER PRIMARY KEY,
  squared DOUBLE PRECISION NOT NULL
);
INSERT INTO t_quantile (df, squared) VALUES
  (1, 161.4476388041294), (2, 18.512820514212944), (3, 10.127964486017456), (4, 7.708647422176815), (5, 6.607890978733607),
  (6, 5.9873775957571205), (7, 5.591447848466019), (8, 5.317655070791003), (9, 5.117355028940373), (10, 4.964602743635634),
  (11, 4.844335674905364), (12, 4.74722534670591), (13, 4.667192731819161), (14, 4.600109936665663), (15, 4.543077165265045),
  (16, 4.4939984776653255), (17, 4.451321772467558), (18, 4.413873419170239), (19, 4.380749692331603), (20, 4.351243503329171),
  (21, 4.324793743182969), (22, 4.30094950177761), (23, 4.279344309144615), (24, 4.259677272690212), (25, 4.241699050277133),
  (26, 4.2252012731274755), (27, 4.210008468359746), (28, 4.195971818557761), (29, 4.182964289058265), (30, 4.17087678576669),
  (31, 4.159615098031753), (32, 4.149097445699546), (33, 4.13925249555537), (34, 4.130017745652013), (35, 4.121338200344898),
  (36, 4.11316527681289), (37, 4.105455897235968), (38, 4.098171733565864), (39, 4.091278524414266), (40, 4.08474570374975),
  (41, 4.078545705204955), (42, 4.072653736153391), (43, 4.067047405916554), (44, 4.061706441856794), (45, 4.056612444796925),
  (46, 4.051748677556357), (47, 4.04709988148925), (48, 4.042652116793235), (49, 4.038392623072359), (50, 4.03430969721994),
  (51, 4.03039258616297), (52, 4.026631392400325), (53, 4.023016990589525), (54, 4.01954095370349), (55, 4.016195487500616),
  (56, 4.012973372236684), (57, 4.009867910701813), (58, 4.006872881796266), (59, 4.003982498968308), (60, 4.001191372930429),
  (61, 3.99849447814883), (62, 3.9958871226681256), (63, 3.993364920890392), (64, 3.9909237689765518), (65, 3.9885598225800845),
  (66, 3.9862694766591065), (67, 3.9840493471439986), (68, 3.9818962542646203), (69, 3.979807207364489), (70, 3.9777793910494483),
  (71, 3.975810152536049), (72, 3.9738969900801253), (73, 3.9720375423794776), (74, 3.970229578856379), (75, 3.9684709907357996),
  (76, 3.9667597828443935), (77, 3.9650940660632266), (78, 3.9634720503742433), (79, 3.961892038446688), (80, 3.9603524197151954),
  (81, 3.9588516649061485), (82, 3.957388320973186), (83, 3.9559610064066475), (84, 3.95456840688513), (85, 3.953209271240388),
  (86, 3.951882407709567), (87, 3.9505866804511633), (88, 3.949321006303329), (89, 3.9480843517650697), (90, 3.9468757301826662),
  (91, 3.9456941991252235), (92, 3.944538857934681), (93, 3.9434088454369003), (94, 3.9423033378016266), (95, 3.941221546540119),
  (96, 3.9401627166302537), (97, 3.9391261247597265), (98, 3.938111077678755), (99, 3.93711691065441), (100, 3.9361429860193438),
  (101, 3.935188691808243), (102, 3.9342534404758758), (103, 3.933336667691137), (104, 3.93243783120181), (105, 3.931556409765346),
  (106, 3.930691902141143), (107, 3.929843826140292), (108, 3.9290117177289767), (109, 3.9281951301820315), (110, 3.9273936332834243),
  (111, 3.9266068125706344), (112, 3.9258342686201653), (113, 3.9250756163715903), (114, 3.924330484487722), (115, 3.923598514748687),
  (116, 3.9228793614778272), (117, 3.922172690997479), (118, 3.9214781811128443), (119, 3.9207955206222844), (120, 3.9201244088524523),
  (121, 3.919464555216811), (122, 3.918815678796198), (123, 3.9181775079401286), (124, 3.9175497798876817), (125, 3.9169322404068274),
  (126, 3.9163246434511874), (127, 3.9157267508332323), (128, 3.9151383319130044), (129, 3.914559163301532), (130, 3.913989028578105),
  (131, 3.913427718020693), (132, 3.9128750283487634), (133, 3.9123307624778714), (134, 3.9117947292853787), (135, 3.9112667433867205),
  (136, 3.910746624921682), (137, 3.910234199350143), (138, 3.909729297256824), (139, 3.909231754164576), (140, 3.908741410355757),
  (141, 3.9082581107013294), (142, 3.9077817044972454), (143, 3.907312045307791), (144, 3.9068489908155515), (145, 3.9063924026776387),
  (146, 3.9059421463879223), (147, 3.905498091144927), (148, 3.9050601097251745), (149, 3.9046280783616716), (150, 3.9042018766273237),
  (151, 3.9037813873230256), (152, 3.9033664963702366), (153, 3.9029570927078057), (154, 3.9025530681928675), (155, 3.9021543175056164),
  (156, 3.901760738057791), (157, 3.9013722299046876), (158, 3.900988695660557), (159, 3.9006100404172326), (160, 3.9002361716658336),
  (161, 3.8998669992214334), (162, 3.8995024351505365), (163, 3.8991423937012573), (164, 3.898786791236086), (165, 3.8984355461671187),
  (166, 3.898088578893659), (167, 3.8977458117420816), (168, 3.897407168907873), (169, 3.8970725763997436), (170, 3.896741961985733),
  (171, 3.8964152551412363), (172, 3.8960923869988533), (173, 3.895773290299993), (174, 3.8954578993481745), (175, 3.895146149963934),
  (176, 3.8948379794412937), (177, 3.8945333265057136), (178, 3.8942321312734807), (179, 3.893934335212471), (180, 3.8936398811042294),
  (181, 3.893348713007324), (182, 3.893060776221921), (183, 3.892776017255522), (184, 3.8924943837898462), (185, 3.8922158246487792),
  (186, 3.89194028976738), (187, 3.8916677301618825), (188, 3.8913980979006713), (189, 3.891131346076182), (190, 3.8908674287776948),
  (191, 3.8906063010649987), (192, 3.8903479189428833), (193, 3.8900922393364263), (194, 3.889839220067056), (195, 3.8895888198293624),
  (196, 3.889340998168612), (197, 3.8890957154589674), (198, 3.8888529328823584), (199, 3.888612612408016), (200, 3.8883747167726);

CREATE VIEW sweeps AS
SELECT s.name, s.status, s.experiment, s.metric, CASE s.maximize WHEN 1 THEN 'maximize' ELSE 'minimize' END AS goal, s.replicates,
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

-- rank = 1 + configurations in a better tier + better ones that Welch's t-test separates at 95 % (Sweep.Experiments.Analysis.Ranking says why).
CREATE VIEW leaderboard AS
SELECT s.name AS sweep,
  1 + (SELECT count(*) FROM config b WHERE b.sweep_id = c.sweep_id AND b.tier < c.tier)
    + (SELECT count(*) FROM config b
       WHERE c.tier = 0 AND b.sweep_id = c.sweep_id AND b.tier = 0 AND b.score < c.score AND CASE
         WHEN b.error2 IS NULL OR c.error2 IS NULL OR b.error2 + c.error2 = 0 THEN true
         -- The two ends of the table settle most pairs without a look into it.
         WHEN (c.score - b.score) * (c.score - b.score) > 162 * (b.error2 + c.error2) THEN true
         WHEN (c.score - b.score) * (c.score - b.score) < 3.8 * (b.error2 + c.error2) THEN false
         ELSE (c.score - b.score) * (c.score - b.score) > (b.error2 + c.error2) * (
           SELECT q.squared FROM t_quantile q WHERE q.df = least(200, CAST(trunc(1e-9::double precision + 1.0 / (
             b.error2 / (b.error2 + c.error2) * (b.error2 / (b.error2 + c.error2)) / (b.replicates - 1) +
             c.error2 / (b.error2 + c.error2) * (c.error2 / (b.error2 + c.error2)) / (c.replicates - 1))) AS INTEGER)))
         END) AS rank,
  c.text AS config, c.replicates, c.mean, c.std, c.best,
  (SELECT '[' || string_agg(CAST(t.number AS TEXT), ',' ORDER BY t.number) || ']' FROM trial t WHERE t.config_id = c.id) AS trials,
  c.diverged, c.failed, c.floor, c.mean - c.floor AS excess,
  CASE WHEN c.floor IS NOT NULL AND c.best IS NOT NULL THEN CAST(c.best < c.floor AS INTEGER) END AS below_floor
FROM sweep s JOIN config c ON c.sweep_id = s.id
WHERE c.tier IS NOT NULL
ORDER BY s.name, c.tier, c.score IS NULL, c.score, c.first_trial;
