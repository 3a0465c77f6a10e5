using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;
using Sweep.Page.Sources;
using Sweep.Reports.Comparisons;

namespace Sweep.Page.Answers;

internal sealed class CompareAnswer(OpenSweep sweep)
{
    private const string Trial = "trial";

    /// <exception cref="PageRefusedException">They cannot be compared.</exception>
    public async Task<object> By(string parameter)
    {
        var row = sweep.Row;
        if (!row.IsRanked) throw PageRefusedException.NotFound($"cannot compare '{row.Name}': its sweep file names no metric");
        var compared = Comparison.By(await sweep.Ledger.ReadResults(row.Name), parameter, row.Metric, row.Maximize);
        return compared.Table is { } table ? ComparisonFacts.Of(table, row.Maximize)
            : throw PageRefusedException.NotFound($"cannot compare '{row.Name}' by '{parameter}': {compared.Problem}");
    }

    /// <summary>Two trials: in what their configurations differ, and whether all replicates of both tell them apart.</summary>
    /// <exception cref="PageRefusedException">There is no such trial.</exception>
    public async Task<object> Trials(int first, int second)
    {
        var (a, b) = (await sweep.Trial(first), await sweep.Trial(second));
        var results = await sweep.Ledger.ReadResults(sweep.Name);
        var ranked = (await sweep.Rank(results)).ToDictionary(config => config.Config);
        return new
        {
            A = Of(a, ranked.GetValueOrDefault(a.Plan.Config)),
            B = Of(b, ranked.GetValueOrDefault(b.Plan.Config)),
            Parameters = Parameters(a.Plan.Config, b.Plan.Config),
            Answers = Answers(a, b, results),
        };
    }

    private static object Of(TrialRow trial, RankedConfig? ranked) => new
    {
        Trial = trial.Number,
        Status = trial.Status.SnakeCase(),
        trial.Metric,
        trial.BestEpoch,
        trial.EpochsDone,
        Replicates = ranked?.Replicates ?? 0,
        ranked?.Mean,
        ranked?.Std,
        ranked?.Rank,
        Tied = ranked?.IsTied,
    };

    private static IEnumerable<object> Parameters(TrialConfig a, TrialConfig b) => a.Names.Union(b.Names).Select(name => (object)new
    {
        Name = name,
        A = a[name],
        B = b[name],
        Differs = a.Has(name) != b.Has(name) || !JsonNode.DeepEquals(a[name], b[name]),
    });

    /// <summary>The test of <c>compare</c> on both configurations alone, with the number of the trial as the parameter.</summary>
    private IEnumerable<string> Answers(TrialRow a, TrialRow b, SweepResults results)
    {
        if (!sweep.Row.IsRanked) return ["the sweep file names no metric, so nothing is better than another"];
        if (a.Plan.Config.Equals(b.Plan.Config))
            return [$"trials {a.Number} and {b.Number} are replicates of one configuration: they differ by their seeds alone"];
        var both = new SweepResults(
            [$$"""{"{{Trial}}":{{a.Number}}}""", $$"""{"{{Trial}}":{{b.Number}}}"""],
            [.. results.Trials.Select(trial => trial with { Config = PlaceOf(results.Configs[trial.Config]) })
                .Where(trial => trial.Config >= 0)]);
        var compared = Comparison.By(both, Trial, sweep.Row.Metric, sweep.Row.Maximize);
        return compared.Table is { } table ? ComparisonRows.Answers(table, sweep.Row.Maximize) : [compared.Problem!];

        int PlaceOf(TrialConfig config) => config.Equals(a.Plan.Config) ? 0 : config.Equals(b.Plan.Config) ? 1 : -1;
    }
}
