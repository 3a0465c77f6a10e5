using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Search.Stoppers;

namespace Sweep.Reports.EarlyStopping;

/// <summary>Counts what became of the trials at each rung.</summary>
internal sealed class RungCounter(RungLadders ladders, VerdictLog log)
{
    private readonly int[][] reached = New(ladders);
    private readonly int[][] promoted = New(ladders);
    private readonly int[][] stopped = New(ladders);
    private readonly int[][] waiting = New(ladders);

    /// <summary>The rungs that a trial has reached.</summary>
    public IEnumerable<RungCount> Count(IReadOnlyList<TrialSteps> trials)
    {
        foreach (var trial in trials) Add(trial);
        for (var bracket = 0; bracket < reached.Length; bracket++)
        {
            for (var place = 0; place < reached[bracket].Length && reached[bracket][place] > 0; place++)
            {
                var compares = ladders.Compares(bracket, place);
                yield return new RungCount(
                    bracket, ladders.Brackets[bracket][place], reached[bracket][place], Of(promoted), Of(stopped), Of(waiting));

                int? Of(int[][] counts) => compares ? counts[bracket][place] : null;
            }
        }
    }

    private static int[][] New(RungLadders ladders) => [.. ladders.Brackets.Select(rungs => new int[rungs.Count])];

    private void Add(TrialSteps trial)
    {
        var bracket = ladders.BracketOf(trial.Number);
        var rungs = ladders.Brackets[bracket];
        var verdict = log.Of(trial);
        var last = LastAt(rungs, trial.EpochsDone);
        // A rule that names no rung holds a trial against the last one that it has passed.
        var judged = verdict.Kind == VerdictKind.None ? -1 : verdict.Rung > 0 ? LastAt(rungs, verdict.Rung) : last;
        for (var place = 0; place <= last; place++)
        {
            reached[bracket][place]++;
            if (place == judged) (verdict.Kind == VerdictKind.Stopped ? stopped : waiting)[bracket][place]++;
            else if (trial.EpochsDone > rungs[place] || !trial.Status.IsFinal()) promoted[bracket][place]++;
        }
    }

    /// <summary>Place of the last rung up to an epoch; -1 = none.</summary>
    private static int LastAt(IReadOnlyList<int> rungs, int epoch)
    {
        var place = -1;
        while (place + 1 < rungs.Count && rungs[place + 1] <= epoch) place++;
        return place;
    }
}
