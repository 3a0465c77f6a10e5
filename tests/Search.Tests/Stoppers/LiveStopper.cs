using Sweep.Contracts;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

/// <summary>A rule that sees every report at once, in the order in which they are accepted; it keeps the curves of the trials.</summary>
/// <param name="rule">The rule, which nobody else tells anything.</param>
public sealed class LiveStopper(IStopper rule)
{
    private readonly Dictionary<int, (TrialConfig Config, List<Reading> Reports)> curves = [];

    /// <summary>The rule.</summary>
    public IStopper Rule => rule;

    /// <summary>A trial was started.</summary>
    public void Begin(int trial, TrialConfig config)
    {
        if (!rule.IsBlind && curves.TryAdd(trial, (config, []))) rule.Begin(trial, config, 0);
    }

    /// <summary>Takes note of one report and decides. An epoch that is not after the last one changes nothing.</summary>
    /// <param name="trial">Trial number.</param>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="loss">Lower is better; NaN or infinite = diverged.</param>
    /// <returns>null to go on.</returns>
    public Verdict? Decide(int trial, int epoch, double loss)
    {
        if (rule.IsBlind) return null;
        if (!curves.ContainsKey(trial)) Begin(trial, new TrialConfig("{}"));
        var (config, reports) = curves[trial];
        if (reports.Count > 0 && epoch <= reports[^1].Epoch) return null;
        var report = new Reading(epoch, loss);
        reports.Add(report);
        rule.Note(trial, report);
        return rule.Judge(new TrialCurve(trial, config, reports));
    }

    /// <summary>A trial became final.</summary>
    public void End(int trial, TrialStatus status)
    {
        curves.Remove(trial);
        rule.End(trial, status);
    }
}
