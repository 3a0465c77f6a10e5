using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;

namespace Sweep.Page.Answers;

/// <summary>The trials of a sweep as columns: there may be very many.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="all">All its trials, by number.</param>
internal sealed class TrialColumns(OpenSweep sweep, IReadOnlyList<TrialRow> all)
{
    private static readonly IReadOnlyList<string> Statuses = [.. Enum.GetValues<TrialStatus>().Select(status => status.SnakeCase())];

    private readonly Lazy<VaryingParameters> parameters = new(() => VaryingParameters.Of(all.Select(trial => trial.Plan.Config)));

    /// <summary>Some of the trials.</summary>
    /// <param name="version">What the page follows from.</param>
    /// <param name="since">The version that was asked for; null = all trials.</param>
    /// <param name="numbers">Numbers of those that are wanted; null = all.</param>
    /// <param name="parents">Trials that began with another one's checkpoint, with that one.</param>
    public async Task<object> Of(string? version, string? since, IReadOnlySet<int>? numbers, IReadOnlyDictionary<int, int> parents)
    {
        List<int> places = [.. Enumerable.Range(0, all.Count).Where(place => numbers is null || numbers.Contains(all[place].Number))];
        var trials = places.ConvertAll(place => all[place]);
        var results = SweepResults.Of(all);
        var ranked = await sweep.Rank(results);
        var (order, ranks) = (new RankedTrials(sweep.Row, results, ranked), ranked.ToDictionary(config => config.Config));
        var (slots, firsts) = (new Places<string>(), FirstTrials.Of(all));
        return new
        {
            Version = version,
            Since = since,
            Statuses,
            Slot = trials.ConvertAll(trial => trial.Slot is { } slot ? slots.Of(slot.Text) : (int?)null),
            Slots = slots.Items,
            Number = trials.ConvertAll(trial => trial.Number),
            Status = trials.ConvertAll(trial => (int)trial.Status),
            Metric = trials.ConvertAll(trial => trial.Metric),
            BestEpoch = trials.ConvertAll(trial => trial.BestEpoch),
            EpochsDone = trials.ConvertAll(trial => trial.EpochsDone),
            Epochs = trials.ConvertAll(trial => trial.Plan.Epochs),
            Attempts = trials.ConvertAll(trial => trial.Attempts),
            Failures = trials.ConvertAll(trial => trial.Failures),
            Replicate = trials.ConvertAll(trial => trial.Plan.Replicate),
            Seed = trials.ConvertAll(trial => Text(trial.Plan.Seed)),
            StartedAt = trials.ConvertAll(trial => Moments.Ms(trial.StartedAt)),
            EndedAt = trials.ConvertAll(trial => Moments.Ms(trial.EndedAt)),
            Reason = trials.ConvertAll(trial => trial.Reason),
            Parent = trials.ConvertAll(trial => parents.TryGetValue(trial.Number, out var parent) ? parent : (int?)null),
            Config = trials.ConvertAll(trial => firsts[trial.Plan.Config]),
            Rank = trials.ConvertAll(trial => ranks.TryGetValue(trial.Plan.Config, out var rank) ? rank.Rank : (int?)null),
            Tied = trials.ConvertAll(trial => ranks.TryGetValue(trial.Plan.Config, out var rank) ? rank.IsTied : (bool?)null),
            Sound = places.ConvertAll(order.CanBeBest),
            Params = Values(trials),
            Always = Always(),
        };
    }

    /// <summary>A whole number as text: scripts of a browser lose its last digits.</summary>
    public static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Dictionary<string, List<JsonNode?>> Values(List<TrialRow> trials)
    {
        var values = parameters.Value.Names.ToDictionary(name => name, _ => new List<JsonNode?>(trials.Count), StringComparer.Ordinal);
        var (last, json) = ((TrialConfig?)null, new JsonObject());
        foreach (var trial in trials)
        {
            // Replicates come one after another and mostly share one object.
            if (!ReferenceEquals(last, trial.Plan.Config)) json = (last = trial.Plan.Config).ToJson();
            foreach (var (name, column) in values) column.Add(json[name]);
        }

        return values;
    }

    private JsonObject Always()
    {
        var always = new JsonObject();
        if (all.Count == 0) return always;
        foreach (var (name, _) in parameters.Value.Constant) always[name] = all[0].Plan.Config[name];
        return always;
    }
}

/// <summary>The number of the first trial of each configuration.</summary>
internal static class FirstTrials
{
    /// <param name="trials">All trials of a sweep, by number.</param>
    public static Dictionary<TrialConfig, int> Of(IEnumerable<TrialRow> trials)
    {
        var firsts = new Dictionary<TrialConfig, int>();
        foreach (var trial in trials) firsts.TryAdd(trial.Plan.Config, trial.Number);
        return firsts;
    }
}

/// <summary>Values that are named by their place, each once.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class Places<T>
    where T : notnull
{
    private readonly Dictionary<T, int> places = [];
    private readonly List<T> items = [];

    /// <summary>The values so far.</summary>
    public IReadOnlyList<T> Items => items;

    /// <summary>Place of a value, which gets one where it has none.</summary>
    public int Of(T value)
    {
        if (places.TryGetValue(value, out var place)) return place;
        items.Add(value);
        return places[value] = items.Count - 1;
    }
}
