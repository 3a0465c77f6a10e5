using Sweep.Contracts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>What scripted workers say of a trial.</summary>
internal static class TrialScripts
{
    /// <summary>Two epochs with falling loss, then the end.</summary>
    public static IEnumerable<TrialEvent> Completing()
    {
        yield return new TrialStarted { Epochs = 2 };
        for (var epoch = 1; epoch <= 2; epoch++)
            yield return new TrialReport { Epoch = epoch, Metrics = new Dictionary<string, double> { ["loss"] = 1.0 / epoch } };
        yield return new TrialEnded { Outcome = AttemptOutcome.Completed };
    }

    public static TrialEnded Crash(int attempt) =>
        new() { Outcome = AttemptOutcome.Crashed, Reason = $"crash {attempt}", StderrTail = $"stderr {attempt}" };
}
