using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

/// <summary>One report of a trial, as a generator makes it.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Step">Epochs since its last report, at least 1.</param>
/// <param name="Loss">Any value.</param>
/// <param name="IsSeen">True = the rule is told before it is asked; false = later, together with the trial's next one.</param>
public sealed record HistoryStep(int Trial, int Step, double Loss, bool IsSeen);

/// <summary>Histories of reports, with values that break what is careless, and a way to put them before a rule.</summary>
internal static class Histories
{
    private static readonly double[] Odd =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, 1e300, double.Epsilon];

    public static Gen<double> AnyLoss { get; } = Gen.Frequency(
        (6, Gen.Int[0, 5].Select(value => (double)value)),
        (4, Gen.Double[-1, 1]),
        (1, Gen.OneOf([.. Odd.Select(Gen.Const)])));

    public static Gen<HistoryStep[]> Any { get; } = Gen.Select(
        Gen.Int[0, 11],
        Gen.Frequency((8, Gen.Const(1)), (1, Gen.Int[2, 3])),
        AnyLoss,
        Gen.Frequency((6, Gen.Const(true)), (1, Gen.Const(false))),
        (trial, step, loss, seen) => new HistoryStep(trial, step, loss, seen)).Array[1, 120];

    /// <summary>Tells a rule of the reports and asks it after each one.</summary>
    /// <returns>What it said, in order.</returns>
    public static List<Verdict?> Verdicts(IStopper rule, IEnumerable<HistoryStep> steps)
    {
        var curves = new Dictionary<int, List<Reading>>();
        var told = new Dictionary<int, int>();
        return [.. steps.Select(step =>
        {
            if (!curves.TryGetValue(step.Trial, out var reports)) curves[step.Trial] = reports = [];
            if (reports.Count == 0) rule.Begin(step.Trial, new TrialConfig("{}"), 0);
            reports.Add(new((reports.Count == 0 ? 0 : reports[^1].Epoch) + step.Step, step.Loss));
            if (step.IsSeen)
            {
                foreach (var report in reports.Skip(told.GetValueOrDefault(step.Trial))) rule.Note(step.Trial, report);
                told[step.Trial] = reports.Count;
            }

            return rule.Judge(new(step.Trial, new TrialConfig("{}"), reports));
        })];
    }
}
