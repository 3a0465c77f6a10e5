namespace Sweep.Search.Samplers;

/// <summary>Ranks observations from the best to the worst: those that hold the outcome constraints by loss, then those that break them by
/// how much, then those that diverged or failed; equals in the order of their trials. Whatever the order in which they are told.</summary>
internal sealed class LossOrder : IComparer<Observation>
{
    /// <summary>The order.</summary>
    public static LossOrder Instance { get; } = new();

    /// <summary>True when an observation has a loss: it neither diverged nor failed.</summary>
    public static bool HasLoss(Observation observation) => observation.Loss is { } loss && loss < double.PositiveInfinity;

    /// <inheritdoc />
    public int Compare(Observation? x, Observation? y)
    {
        var (a, b) = (KeyOf(x!), KeyOf(y!));
        var order = a.CompareTo(b);
        return order != 0 ? order : ByTrial(x!, y!);
    }

    /// <summary>The order of trials; those from elsewhere first.</summary>
    public static int ByTrial(Observation x, Observation y)
    {
        var order = x.Index.CompareTo(y.Index);
        return order != 0 ? order : string.CompareOrdinal(x.Config.Json, y.Config.Json);
    }

    private static (int Class, double Value) KeyOf(Observation observation) =>
        !HasLoss(observation) ? (2, 0) : observation.Violation > 0 ? (1, observation.Violation) : (0, observation.Loss!.Value);
}
