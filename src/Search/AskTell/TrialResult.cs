using Sweep.Contracts;

namespace Sweep.Search.AskTell;

/// <summary>A trial of a study and what became of it.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Status">Running, paused, or how it ended.</param>
/// <param name="Epochs">The last epoch that it reported; 0 = none.</param>
/// <param name="Value">What it was told, or its best or last report; null = none yet, or it diverged or failed.</param>
/// <param name="Reason">Why it was stopped, waits, diverged or failed, one sentence for people; null = nothing to tell.</param>
public sealed record TrialResult(Trial Trial, TrialStatus Status, int Epochs, double? Value, string? Reason);

/// <summary>A configuration with its result.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Value">Its value: the mean over its trials.</param>
/// <param name="Trials">Numbers of its trials.</param>
public sealed record BestConfiguration(TrialConfig Config, double Value, IReadOnlyList<int> Trials);
