using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;

namespace Sweep.Reports.Outcomes;

/// <summary>Single trials in the order that the ranking of their configurations asks for, so that no picture calls a trial the best which
/// the ranking puts behind others. Immutable.</summary>
/// <remarks>First the trials of configurations that hold all constraints, by Pareto front where there are several objectives; then those
/// that break one, by how much; then those that lack an objective; then those with a diverged replicate. Inside each, by the metric. A
/// trial that diverged, failed or was cancelled comes after all that did not.</remarks>
public sealed class RankedTrials
{
    private readonly SweepResults results;
    private readonly bool maximize;
    private readonly Standing[] standings;

    /// <summary>Takes a ranking, best first; see <see cref="SweepRanking"/>. Trials and configurations are known by places in the results.
    /// </summary>
    public RankedTrials(SweepRow sweep, SweepResults results, IReadOnlyList<RankedConfig> ranked)
    {
        (this.results, maximize) = (results, sweep.Maximize);
        var places = results.Configs.Index().ToDictionary(config => config.Item, config => config.Index);
        standings = new Standing[results.Configs.Count];
        Array.Fill(standings, new Standing(int.MaxValue, Group.Sound, 0));
        for (var place = 0; place < ranked.Count; place++) standings[places[ranked[place].Config]] = Standing.Of(ranked[place], place);
    }

    private enum Group { Sound, Broken, Lacking, Diverged, Over }

    /// <summary>Reads it. Trials of a sweep that is not ranked stay in order of their numbers.</summary>
    public static async Task<RankedTrials> Of(ILedgerView ledger, SweepRow sweep, SweepResults results) =>
        new(sweep, results, sweep.IsRanked ? await SweepRanking.Of(ledger, sweep, results) : []);

    /// <summary>True when a trial can be the best: it did not end badly, and nothing is wrong with its configuration.</summary>
    public bool CanBeBest(int trial) => GroupOf(trial) == Group.Sound;

    /// <summary>Trials, best first; those without a value last.</summary>
    public int[] Sorted(IEnumerable<int> trials) => [.. trials.OrderBy(GroupOf).ThenBy(trial => standings[Config(trial)].Within)
        .ThenBy(trial => Loss(results.Trials[trial].Metric))];

    /// <summary>Place of a configuration in the ranking, from 0; <see cref="int.MaxValue"/> while it is not ranked.</summary>
    public int PlaceOf(int config) => standings[config].Place;

    /// <summary>A value turned so that lower is better; infinity without one.</summary>
    public double Loss(double? metric) => metric is not { } value || double.IsNaN(value) ? double.PositiveInfinity
        : maximize ? -value : value;

    private int Config(int trial) => results.Trials[trial].Config;

    private Group GroupOf(int trial) =>
        results.Trials[trial].Status is TrialStatus.Diverged or TrialStatus.Failed or TrialStatus.Cancelled ? Group.Over
            : standings[Config(trial)].Group;

    /// <param name="Place">Place in the ranking.</param>
    /// <param name="Group">What can be said against it.</param>
    /// <param name="Within">What comes before the metric inside the group: the front, or by how much constraints are broken.</param>
    private readonly record struct Standing(int Place, Group Group, double Within)
    {
        public static Standing Of(RankedConfig config, int place) => config switch
        {
            { Tier: not ConfigTier.Clean } => new(place, Group.Diverged, 0),
            _ when config.Objectives.Any(value => value is null) => new(place, Group.Lacking, 0),
            { Violation: > 0 and var violation } => new(place, Group.Broken, violation),
            _ => new(place, Group.Sound, config.Front ?? 0),
        };
    }
}
