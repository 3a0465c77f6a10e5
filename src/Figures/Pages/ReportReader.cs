using Sweep.Contracts.Rows;
using Sweep.Figures.Layout;
using Sweep.Figures.Requests;
using Sweep.Ledger;
using Sweep.Reports.Comparisons;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Pictures;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Figures.Pages;

/// <summary>Reads what a report of a sweep says.</summary>
public sealed class ReportReader(ILedgerView ledger, SweepRow sweep, FigureMaker figures)
{
    /// <summary>Configurations of the ranking, and parameters that are compared: a report is to be read.</summary>
    private const int MostRanked = 30;

    private const int MostCompared = 12;

    private static readonly FigureSize Size = new(1000, 460);

    /// <summary>State of the sweep in a word.</summary>
    public required string Status { get; init; }

    /// <summary>Writes a verb as the user would type it.</summary>
    public required Func<string, string> Command { get; init; }

    /// <summary>When the report is made, and local times of it.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads all of it.</summary>
    public async Task<SweepReport> Read()
    {
        var board = await LeaderboardReader.Read(ledger, sweep, MostRanked);
        var parts = new List<ReportPart> { Ranking(board) };
        await Add(parts, "Learning curves", new PictureRequest());
        await Add(parts, "Best so far", new PictureRequest { Kind = PictureKind.Best });
        await Add(parts, "What matters", new PictureRequest { Kind = PictureKind.Importance });
        await Add(parts, "Parameters", new PictureRequest { Kind = PictureKind.Slice });
        await Add(parts, "Parallel coordinates", new PictureRequest { Kind = PictureKind.Parallel });
        await Add(parts, "Two parameters", new PictureRequest { Kind = PictureKind.Contour });
        if (figures.Rule is { IsBlind: false }) await Add(parts, "Early stopping", new PictureRequest { Kind = PictureKind.Rungs });
        await Add(parts, "Slots", new PictureRequest { Kind = PictureKind.Slots });
        parts.AddRange(await Comparisons());
        return new SweepReport
        {
            Title = sweep.Name,
            Description = sweep.Description,
            Facts = [.. Facts(board)],
            Parts = parts,
            Yaml = sweep.Yaml,
            Made = $"made by sweep on {Times.Local(Time.GetUtcNow(), Time)}; it needs no network and no script",
        };
    }

    private IEnumerable<(string Name, string Value)> Facts(Leaderboard board)
    {
        yield return ("status", $"{Status}, {sweep.FinalTrials:N0} of {Numbers.Plural(sweep.Trials, "trial")} done");
        yield return ("experiment", $"{sweep.Experiment}, {(sweep.IsRanked ? SweepGoals.Order(sweep) : "not ranked")}");
        yield return ("seeds", $"up to {Numbers.Plural(sweep.Replicates, "seed")} per configuration");
        yield return ("created", Times.Local(sweep.CreatedAt, Time));
        if (sweep.EndedAt is { } end) yield return ("ended", Times.Local(end, Time));
        if (board.Ranked is [{ Mean: { } mean } best, ..])
            yield return ("best", $"{sweep.Metric} {Numbers.Metric(mean)}{(best.Std is { } std ? $" ± {Numbers.Metric(std)}" : "")}" +
                $" over {Numbers.Plural(best.Replicates, "seed")}" + (best.IsTied ? ", tied" : ""));
    }

    private ReportPart Ranking(Leaderboard board)
    {
        IEnumerable<string> cut = board.Ranked.Count <= MostRanked ? []
            : [$"the best {MostRanked} of {board.Ranked.Count:N0} configurations"];
        return new ReportPart("Ranking")
        {
            Tables = [board.Rows().Take(MostRanked)],
            Sentences = [.. sweep.IsRanked ? board.Caption() : [Leaderboard.NoMetric(sweep, Command)], .. cut],
            Remarks = [.. board.Warnings(Status, Command)],
        };
    }

    /// <summary>A figure, or why there is none.</summary>
    private async Task Add(List<ReportPart> parts, string heading, PictureRequest request)
    {
        try
        {
            var figure = await figures.Make(request, Size);
            parts.Add(new ReportPart(heading) { Figure = figure, Sentences = await Words(request.Kind) });
        }
        catch (PictureException e)
        {
            parts.Add(new ReportPart(heading) { Sentences = [$"There is no such picture of this sweep: {e.Message}."] });
        }
    }

    private async Task<IReadOnlyList<string>> Words(PictureKind kind) => kind switch
    {
        PictureKind.Importance => (await figures.Importance(metric: null)).Answers,
        PictureKind.Slots when FailureSummary.Of(await ledger.CountOutcomes(sweep.Name)) is { } failures => [failures],
        PictureKind.Rungs when figures.Rule is { } rule => [.. EarlyStopsText.Rungs(EarlyStops.Read(ledger, sweep.Name, rule))],
        _ => [],
    };

    private async Task<IEnumerable<ReportPart>> Comparisons()
    {
        if (!sweep.IsRanked) return [];
        // The first objective is one that there is.
        var (_, results, notes) = (await ChosenMetric.Read(ledger, sweep, metric: null))!;
        var varying = new PictureAxes(new ObservedTrials(results), figures.Space).Varying;
        return varying.Take(MostCompared).Select(parameter => Comparison.By(results, parameter, sweep.Metric, sweep.Maximize).Table)
            .OfType<ComparisonTable>().Select(table => new ReportPart($"By {table.Parameter}")
            {
                Sentences = [.. ComparisonRows.Answers(table, sweep.Maximize), .. ComparisonFacts.Remarks(table), .. notes],
                Tables = [ComparisonRows.Levels(table), ComparisonRows.Pairs(table)],
            });
    }
}
