using System.Text.Json;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Page.Answers;
using Sweep.Reports.Tables;

namespace Sweep.Page.Live;

/// <summary>What a feed knows of a sweep: how far each trial is, and since which version. Pure; not for several threads.</summary>
/// <param name="feed">Name of the feed, unlike that of any other.</param>
internal sealed class FeedState(string feed)
{
    private readonly Dictionary<int, TrialState> known = [];
    private readonly Dictionary<int, long> moved = [];
    private long number;

    /// <summary>How far the trials are; null before the first look.</summary>
    public IReadOnlyDictionary<int, TrialState>? Known => Row is null ? null : known;

    /// <summary>The sweep as it was at the last look; null before the first.</summary>
    public SweepRow? Row { get; private set; }

    /// <summary>State of the sweep in a word, as it was at the last look; empty before the first.</summary>
    public string Word { get; private set; } = "";

    public FeedVersion Version => new(feed, number);

    /// <summary>Trials that moved after a version; null when the version is none of this feed, so that all may have.</summary>
    public IReadOnlySet<int>? MovedSince(string? version) =>
        FeedVersion.Parse(version) is { } since && since.Feed == feed && since.Number <= number
            ? moved.Where(pair => pair.Value > since.Number).Select(pair => pair.Key).ToHashSet() : null;

    /// <summary>Takes in what a look has shown.</summary>
    /// <returns>True when there is something to tell.</returns>
    public bool Take(SweepMoves moves, string word)
    {
        var isNews = Row is { } before && (moves.States.Count > 0 || moves.Sweep.Status != before.Status || word != Word);
        (Row, Word) = (moves.Sweep, word);
        if (isNews) number++;
        foreach (var state in moves.States)
        {
            known[state.Number] = state;
            moved[state.Number] = number;
        }

        return isNews;
    }

    /// <summary>What a look has shown, for the readers.</summary>
    public PageEvent Changes(FeedVersion version, SweepMoves moves, IReadOnlySet<int> added, TrialOrigins origins) =>
        new("changes", version.ToString(), JsonSerializer.Serialize(new
        {
            Version = version.ToString(),
            Status = Word,
            moves.Sweep.FinalTrials,
            At = Moments.Ms(moves.ReportedAt),
            Added = moves.Trials.Where(trial => added.Contains(trial.Number)).Select(trial => new
            {
                trial.Number,
                trial.Plan.Replicate,
                Seed = TrialColumns.Text(trial.Plan.Seed),
                trial.Plan.Epochs,
                Config = origins.Firsts.GetValueOrDefault(trial.Plan.Config, trial.Number),
                Parent = origins.Parents.TryGetValue(trial.Number, out var parent) ? parent : (int?)null,
                Params = trial.Plan.Config.ToJson(),
            }),
            Trials = Columns(moves.Trials),
            Curves = new
            {
                Trial = moves.Points.Select(point => point.Trial),
                Epoch = moves.Points.Select(point => point.Epoch),
                Value = moves.Points.Select(point => point.Value),
                moves.Reset,
            },
        }, JsonLines.Options));

    /// <summary>The beginning of a stream; without an id, since a stream that breaks off here must begin again where it was.</summary>
    public PageEvent Hello(DateTimeOffset now) => new("hello", null, JsonSerializer.Serialize(
        new { Server = feed, Version = Version.ToString(), Status = Word, Now = Moments.Ms(now) }, JsonLines.Options));

    private static object Columns(IReadOnlyList<TrialRow> trials) => new
    {
        Number = trials.Select(trial => trial.Number),
        Status = trials.Select(trial => trial.Status.SnakeCase()),
        Metric = trials.Select(trial => trial.Metric),
        BestEpoch = trials.Select(trial => trial.BestEpoch),
        EpochsDone = trials.Select(trial => trial.EpochsDone),
        Attempts = trials.Select(trial => trial.Attempts),
        Failures = trials.Select(trial => trial.Failures),
        Slot = trials.Select(trial => trial.Slot?.Text),
        StartedAt = trials.Select(trial => Moments.Ms(trial.StartedAt)),
        EndedAt = trials.Select(trial => Moments.Ms(trial.EndedAt)),
        Reason = trials.Select(trial => trial.Reason),
    };
}

/// <summary>Where the trials of a sweep come from.</summary>
/// <param name="Parents">Trials that began with another one's checkpoint, with that one.</param>
internal sealed record TrialOrigins(IReadOnlyDictionary<TrialConfig, int> Firsts, IReadOnlyDictionary<int, int> Parents)
{
    /// <summary>Enough where no trial is new.</summary>
    public static TrialOrigins None { get; } = new(new Dictionary<TrialConfig, int>(), new Dictionary<int, int>());

    public static async Task<TrialOrigins> Read(ILedgerView ledger, string sweep)
    {
        var results = await ledger.ReadResults(sweep);
        var firsts = new Dictionary<TrialConfig, int>();
        foreach (var trial in results.Trials) firsts.TryAdd(results.Configs[trial.Config], trial.Number);
        return new(firsts, await OpenSweep.Parents(ledger, sweep));
    }
}
