using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Outcomes;

/// <summary>Ranks the configurations of a sweep that has several objectives, or constraints on outcomes.</summary>
/// <remarks>First what holds the constraints: by Pareto fronts of the means over seeds, within a front by the first objective; with one
/// objective as <see cref="Ranking"/> does. Then what breaks a constraint, by how much; then what lacks an objective; then what diverged or
/// failed. The rank is 1 plus the number of configurations before those that it is equal to. With two objectives the work is
/// n log n.</remarks>
public static class GoalRanking
{
    /// <summary>Ranks the trials of one sweep by the report of each that gives it its value.</summary>
    public static IReadOnlyList<RankedConfig> Rank(SweepResults results, IReadOnlyList<EpochRow> counted, Goals goals)
    {
        if (goals.Objectives.Count == 0) return [];
        var metric = goals.Objectives[0];
        var outcomes = ConfigOutcome.Of(results, counted, goals);
        var places = results.Configs.Index().ToDictionary(config => config.Item, config => config.Index);
        var known = Ranking.Rank(results, metric.Name, metric.Maximize)
            .Select(config => With(config, outcomes.GetValueOrDefault(places[config.Config]), goals)).ToList();
        var clean = known.Where(config => config.Tier == ConfigTier.Clean).ToList();
        var complete = clean.Where(config => config.Objectives.All(value => value is not null)).ToList();
        var sound = complete.Where(config => !(config.Violation > 0)).ToList();
        var ranked = goals.HasSeveral ? ByFronts(sound, goals)
            : ByMeans(sound, results with { Trials = Trials(results, sound, places) }, metric);
        ranked.AddRange(Broken(complete.Where(config => config.Violation > 0), ranked.Count));
        var lacking = clean.Where(config => config.Objectives.Any(value => value is null)).ToList();
        var next = 1 + ranked.Count;
        ranked.AddRange(lacking.Select(config => config with { Rank = next, IsTied = lacking.Count > 1 }));
        return [.. ranked, .. known.Where(config => config.Tier != ConfigTier.Clean)];
    }

    private static RankedConfig With(RankedConfig config, ConfigOutcome? outcome, Goals goals) => config with
    {
        Objectives = [.. goals.Objectives.Select((objective, i) =>
            outcome?.Losses is { } losses ? objective.Loss(losses[i]) : i == 0 ? config.Mean : (double?)null)],
        // What has not been reported does not hold.
        Violation = goals.Constraints.Count == 0 ? null : outcome?.Violation ?? double.PositiveInfinity,
    };

    private static List<RankedConfig> ByFronts(List<RankedConfig> sound, Goals goals)
    {
        var losses = sound.ConvertAll(config =>
            (IReadOnlyList<double>)[.. goals.Objectives.Select((objective, i) => objective.Loss(config.Objectives[i]!.Value))]);
        var fronts = ParetoFronts.Of(losses);
        var ranked = new List<RankedConfig>(sound.Count);
        foreach (var front in Enumerable.Range(0, sound.Count).GroupBy(place => fronts[place]).OrderBy(front => front.Key))
        {
            var rank = ranked.Count + 1;
            var members = front.OrderBy(place => losses[place][0]).ThenBy(place => sound[place].Trials[0]).ToList();
            ranked.AddRange(members.Select(place =>
                sound[place] with { Rank = rank, IsTied = members.Count > 1, Front = front.Key + 1 }));
        }

        return ranked;
    }

    private static List<RankedConfig> ByMeans(List<RankedConfig> sound, SweepResults results, Objective metric)
    {
        var mine = sound.ToDictionary(config => config.Config);
        return [.. Ranking.Rank(results, metric.Name, metric.Maximize)
            .Select(config => mine[config.Config] with { Rank = config.Rank, IsTied = config.IsTied })];
    }

    private static TrialResult[] Trials(SweepResults results, List<RankedConfig> configs, Dictionary<TrialConfig, int> places)
    {
        var kept = configs.Select(config => places[config.Config]).ToHashSet();
        return [.. results.Trials.Where(trial => kept.Contains(trial.Config))];
    }

    private static IEnumerable<RankedConfig> Broken(IEnumerable<RankedConfig> configs, int before)
    {
        var first = before + 1;
        foreach (var equals in configs.GroupBy(config => config.Violation!.Value).OrderBy(group => group.Key))
        {
            var members = equals.OrderBy(config => config.Rank).ToList();
            foreach (var config in members) yield return config with { Rank = first, IsTied = members.Count > 1 };
            first += members.Count;
        }
    }
}
