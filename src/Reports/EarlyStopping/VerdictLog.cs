using System.Text;
using System.Text.Json;
using Sweep.Contracts;
using Sweep.Ledger;

namespace Sweep.Reports.EarlyStopping;

/// <summary>What the rule said of a trial last.</summary>
/// <param name="Kind">What.</param>
/// <param name="Rung">Epoch of the rung that it named; 0 = none.</param>
/// <param name="Inherited">Epochs that the trial began with, of another one's checkpoint.</param>
internal readonly record struct Verdict(VerdictKind Kind, int Rung, int Inherited);

/// <summary>What a rule says of a trial: nothing or to go on, to wait, or to end.</summary>
internal enum VerdictKind { None, Waiting, Stopped }

/// <summary>The last word of the log on each trial.</summary>
internal sealed class VerdictLog
{
    private readonly Dictionary<int, Verdict> verdicts = [];

    /// <summary>True when there is no log: the sweep is of an older version, which recorded no decisions.</summary>
    private readonly bool isEmpty = true;

    /// <param name="decisions">The log by number.</param>
    public VerdictLog(IEnumerable<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            isEmpty = false;
            if (decision.Kind is not (DecisionKind.Fork or DecisionKind.Pause or DecisionKind.Resume or DecisionKind.Stop)) continue;
            var before = verdicts.GetValueOrDefault(decision.Trial);
            verdicts[decision.Trial] = decision.Kind switch
            {
                DecisionKind.Fork => before with { Inherited = decision.ParentEpoch ?? 0 },
                DecisionKind.Pause => before with { Kind = VerdictKind.Waiting, Rung = RungOf(decision) },
                DecisionKind.Resume => before with { Kind = VerdictKind.None, Rung = 0 },
                // Who waited in vain ends where it waited.
                DecisionKind.Stop when before.Kind == VerdictKind.Waiting => before with { Kind = VerdictKind.Stopped },
                _ => before with { Kind = VerdictKind.Stopped, Rung = RungOf(decision) },
            };
        }
    }

    /// <summary>What holds of a trial as it is: a decision that came too late, because the trial had ended, says nothing.</summary>
    public Verdict Of(TrialSteps trial)
    {
        var verdict = verdicts.GetValueOrDefault(trial.Number);
        if (isEmpty && trial.Status == TrialStatus.Stopped) return verdict with { Kind = VerdictKind.Stopped };
        var holds = verdict.Kind switch
        {
            VerdictKind.Waiting => !trial.Status.IsFinal(),
            VerdictKind.Stopped => trial.Status == TrialStatus.Stopped || !trial.Status.IsFinal(),
            _ => true,
        };
        return holds ? verdict : verdict with { Kind = VerdictKind.None };
    }

    /// <summary>The rung that a decision names in its evidence; 0 = none.</summary>
    private static int RungOf(Decision decision)
    {
        if (decision.Evidence is not { } evidence) return 0;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(evidence));
        var isRung = false;
        while (reader.Read())
        {
            if (isRung && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var rung)) return rung;
            isRung = reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("rung"u8);
        }

        return 0;
    }
}
