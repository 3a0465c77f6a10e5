namespace Sweep.Contracts;

/// <summary>The worker accepted the trial and knows where it begins.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-started")]
public sealed record TrialStarted : TrialEvent
{
    /// <summary>Epochs already done according to the checkpoint it goes on from; 0 = from the start. Their reports follow again, unchanged.</summary>
    [Id(0)] public int EpochsDone { get; init; }

    /// <summary>Epochs the trial has in all.</summary>
    [Id(1)] public int Epochs { get; init; }

    /// <summary>Device kind the bits depend on, for example <c>cpu</c> or <c>cuda</c>.</summary>
    [Id(2)] public string Device { get; init; } = "cpu";

    /// <summary>libtorch threads the bits depend on.</summary>
    [Id(3)] public int Threads { get; init; } = 1;
}
