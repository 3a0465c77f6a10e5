using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Experiments.Specs;
using Sweep.Search.Objectives;

namespace Sweep.Silo.Notes;

/// <summary>What is told of a sweep.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Progress">What is seen of it.</param>
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
        ["text"] = Plain(Text),
        ["content"] = Plain(Text),
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

    /// <summary>A text that chat programs show as it is: what a program wrote must not call people or look like a link.</summary>
    private static string Plain(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("@", "@\u200b");

    /// <summary>Adds the best of the trials, or how many are on the first front. What breaks a constraint is neither.</summary>
    /// <param name="trials">The trials of the sweep.</param>
    /// <param name="goals">What it asks of results.</param>
    /// <param name="outcomes">What they are worth, by number; not looked at where the metric of the sweep says all.</param>
    public SweepNote With(IReadOnlyList<TrialRow> trials, Goals goals, IReadOnlyDictionary<int, Outcome> outcomes)
    {
        if (goals.IsPlain) return this with { Best = BestOf(Sweep, trials) };
        bool Holds(TrialRow trial) => outcomes.TryGetValue(trial.Number, out var outcome) && !(outcome.Violation > 0);
        if (!goals.HasSeveral) return this with { Best = BestOf(Sweep, trials.Where(Holds)) };
        var losses = trials.Where(trial => trial.Status is TrialStatus.Completed or TrialStatus.Stopped && Holds(trial))
            .Select(trial => outcomes[trial.Number].Losses).OfType<IReadOnlyList<double>>().ToList();
        return this with { FirstFront = ParetoFronts.Of(losses).Count(front => front == 0) };
    }

    /// <summary>The best of the trials.</summary>
    private static TrialRow? BestOf(SweepRow sweep, IEnumerable<TrialRow> trials)
    {
        var ranked = trials.Where(trial => trial.Metric is { } value && double.IsFinite(value));
        return sweep.Maximize ? ranked.MaxBy(trial => trial.Metric) : ranked.MinBy(trial => trial.Metric);
    }
}
