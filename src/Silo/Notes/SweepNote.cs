using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Experiments.Specs;
using Sweep.Search.Objectives;

namespace Sweep.Silo.Notes;

/// <summary>What is told of a sweep.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Best">Its best trial; null = none has a metric and holds the constraints, or there are several objectives.</param>
internal sealed record SweepNote(NoteKind Kind, SweepRow Sweep, SweepProgress Progress, TrialRow? Best)
{
    /// <summary>Trials that no other one beats in all of several objectives; null (default) = there is one objective.</summary>
    public int? FirstFront { get; init; }

    /// <summary>One sentence for people.</summary>
    public string Text => Kind switch
    {
        NoteKind.Failed => $"sweep '{Sweep.Name}' has stopped: {Progress.Failure}",
        NoteKind.Stalled => $"sweep '{Sweep.Name}' has reported nothing for a while: {Counts}",
        _ => $"sweep '{Sweep.Name}' is finished: {Counts}{BestText}",
    };

    private string Counts => string.Join(", ", Progress.Counts.Where(count => count.Value > 0).OrderBy(count => count.Key)
        .Select(count => $"{count.Value:N0} {count.Key.SnakeCase()}"));

    private string BestText => (Best, FirstFront) switch
    {
        ({ Metric: { } metric }, _) => $"; best {Sweep.Metric} {metric:G6} ({Best.Sweep}/{Best.Number})",
        (_, > 0 and var count) => $"; {count:N0} that no other one beats in all objectives",
        _ => "",
    };

    /// <summary>The body: <c>text</c> and <c>content</c> are what chat programs show, the rest is for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["text"] = Silent(Text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"),
        ["content"] = Silent(Text),
        ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
        ["event"] = Kind.SnakeCase(),
        ["sweep"] = Sweep.Name,
        ["trials"] = new JsonObject(Progress.Counts.Where(count => count.Value > 0).OrderBy(count => count.Key)
            .Select(count => KeyValuePair.Create<string, JsonNode?>(count.Key.SnakeCase(), count.Value))),
        ["epochs"] = Progress.EpochsDone,
        ["metric"] = Sweep.IsRanked ? Sweep.Metric : null,
        ["best"] = Best is null ? null : new JsonObject
        {
            ["trial"] = Best.Number,
            ["value"] = Best.Metric,
            ["config"] = Best.Plan.Config.ToJson(),
        },
        ["reason"] = Progress.Failure,
        ["first_front"] = FirstFront,
    };

    /// <summary>A text that calls nobody: what a program wrote must not. Those that read <c>text</c> take it for markup as well; those that
    /// read <c>content</c> would show the escapes.</summary>
    private static string Silent(string text) => text.Replace("@", "@\u200b");

    /// <summary>Adds the best of the trials that have ended well, or how many of them are on the first front. What breaks a constraint, or
    /// has a seed that diverged, is neither, as in the ranking.</summary>
    /// <param name="outcomes">What they are worth, by number; not looked at where the metric of the sweep says all.</param>
    public SweepNote With(IReadOnlyList<TrialRow> trials, Goals goals, IReadOnlyDictionary<int, Outcome> outcomes)
    {
        var diverged = trials.Where(trial => trial.Status == TrialStatus.Diverged).Select(trial => trial.Plan.Config).ToHashSet();
        List<TrialRow> ended = [.. trials.Where(
            trial => trial.Status is TrialStatus.Completed or TrialStatus.Stopped && !diverged.Contains(trial.Plan.Config))];
        if (goals.IsPlain) return this with { Best = BestOf(Sweep, ended) };
        bool Holds(TrialRow trial) => outcomes.TryGetValue(trial.Number, out var outcome) && !(outcome.Violation > 0);
        if (!goals.HasSeveral) return this with { Best = BestOf(Sweep, ended.Where(Holds)) };
        var losses = ended.Where(Holds).Select(trial => outcomes[trial.Number].Losses).OfType<IReadOnlyList<double>>().ToList();
        return this with { FirstFront = ParetoFronts.Of(losses).Count(front => front == 0) };
    }

    private static TrialRow? BestOf(SweepRow sweep, IEnumerable<TrialRow> trials)
    {
        var ranked = trials.Where(trial => trial.Metric is { } value && double.IsFinite(value));
        return sweep.Maximize ? ranked.MaxBy(trial => trial.Metric) : ranked.MinBy(trial => trial.Metric);
    }
}
