namespace Sweep.Cluster.Tests.Chaos;

/// <summary>One step of a chaos script.</summary>
/// <param name="After">Pause since the step before it.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Choice">Chooses the victim among those there are: index modulo their number.</param>
/// <param name="Hold">How long a frozen one stays frozen, a dead one dead.</param>
public sealed record Fault(TimeSpan After, FaultKind Kind, int Choice, TimeSpan Hold);
