-- rank = 1 + configurations in a better tier + better ones, less those among the 200 nearest of these that Welch's t-test cannot separate at 95 %
-- (src/Ledger/Rankings/Ranking.cs says why, and says the same).
{create} VIEW leaderboard AS
SELECT c.sweep,
  c.place - CASE WHEN c.tier = 0 THEN
    (SELECT count(*) FROM
       (SELECT n.score, n.error2, n.replicates FROM config n WHERE n.sweep_id = c.sweep_id AND n.tier = 0 AND n.score < c.score
        ORDER BY n.score DESC, n.error2 DESC{nulls_last}, n.replicates DESC LIMIT 200) b
     WHERE CASE
         WHEN b.error2 IS NULL OR c.error2 IS NULL THEN {no}
         -- Differences whose square no double holds (Sweep.Experiments.Analysis.WelchTest has the same bounds).
         WHEN c.score > b.score + 1e150 THEN {no}
         WHEN b.error2 > 1e300 OR c.error2 > 1e300 THEN {yes}
         WHEN b.error2 + c.error2 = 0 THEN {no}
         WHEN c.score < b.score + 1e-160 THEN {yes}
         -- The two ends of the table settle most pairs without a look into it.
         WHEN (c.score - b.score) * (c.score - b.score) > 162 * (b.error2 + c.error2) THEN {no}
         WHEN (c.score - b.score) * (c.score - b.score) < 3.8 * (b.error2 + c.error2) THEN {yes}
         ELSE (c.score - b.score) * (c.score - b.score) <= (b.error2 + c.error2) * (
           SELECT q.squared FROM t_quantile q WHERE q.df = {degrees}1.0 / (
             b.error2 / (b.error2 + c.error2) * (b.error2 / (b.error2 + c.error2)) / (b.replicates - 1) +
             c.error2 / (b.error2 + c.error2) * (c.error2 / (b.error2 + c.error2)) / (c.replicates - 1)){degrees_end})
         END) ELSE 0 END AS rank,
  c.text AS config, c.replicates, c.mean, c.std, c.best,
  {numbers} AS trials,
  c.diverged, c.failed, c.floor, c.mean - c.floor AS excess,
  CASE WHEN c.floor IS NOT NULL AND c.best IS NOT NULL THEN {is_below} END AS below_floor
-- Ordered in here, so that whoever asks for the first ten waits for ten tests of 200 and not for all of them.
FROM (SELECT s.name AS sweep, g.*, rank() OVER (PARTITION BY s.name ORDER BY g.tier, CASE WHEN g.tier = 0 THEN g.score END) AS place
      FROM sweep s JOIN config g ON g.sweep_id = s.id WHERE g.tier IS NOT NULL
      ORDER BY s.name, g.tier, g.score IS NULL, g.score, g.first_trial) c;
