namespace Sweep.Search.Samplers;

/// <summary>Ranks observations from the best to the worst: those that hold the outcome constraints by loss, then those that break them by
/// how much, then those that diverged or failed; equals in the order of their trials. Whatever the order in which they are told.</summary>
internal sealed class LossOrder : IComparer<Observation>
{
    public static LossOrder Instance { get; } = new();

    /// <summary>True when an observation has a loss: it neither diverged nor failed.</summary>
    public static bool HasLoss(Observation observation) => observation.Loss is { } loss && loss < double.PositiveInfinity;

    public int Compare(Observation? x, Observation? y)
    {
        var order = ClassOf(x!).CompareTo(ClassOf(y!));
        if (order == 0) order = ValueOf(x!).CompareTo(ValueOf(y!));
        return order != 0 ? order : ByTrial(x!, y!);
    }

    /// <summary>The order of trials; those from elsewhere come first.</summary>
    public static int ByTrial(Observation x, Observation y)
    {
        var order = x.Index.CompareTo(y.Index);
        return order != 0 ? order : string.CompareOrdinal(x.Config.Json, y.Config.Json);
    }

    /// <summary>0 = it holds the outcome constraints, 1 = it breaks one, 2 = it has no loss.</summary>
    private static int ClassOf(Observation observation) => !HasLoss(observation) ? 2 : observation.Violation > 0 ? 1 : 0;

    /// <summary>What ranks it in its class: lower is better.</summary>
    private static double ValueOf(Observation observation) => ClassOf(observation) switch
    {
        0 => observation.Loss!.Value,
        1 => observation.Violation,
        _ => 0,
    };
}
