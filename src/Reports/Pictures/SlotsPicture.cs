namespace Sweep.Reports.Pictures;

/// <summary>Which attempt ran on which slot, and when.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="From">When the first attempt started, UTC; null before.</param>
/// <param name="Seconds">Seconds from there to the end of the last attempt, or to now while one runs.</param>
/// <param name="Slots">The slots by name: nodes together, then devices.</param>
/// <param name="Spans">The attempts by start.</param>
/// <param name="Lost">Attempts that ended without bringing their trial forward: failed, lost, or out of memory.</param>
/// <param name="Idle">Share of the time of all slots in which none of the sweep's attempts ran, 0 to 1.</param>
/// <param name="Notes">What was left out, for people; empty = nothing.</param>
public sealed record SlotsPicture(
    string Sweep, DateTimeOffset? From, double Seconds, IReadOnlyList<SlotTime> Slots, IReadOnlyList<SlotSpan> Spans, int Lost,
    double Idle, IReadOnlyList<string> Notes);

/// <summary>One slot over the time of a sweep.</summary>
/// <param name="Slot">Its name: <c>node/cuda:0/0</c>.</param>
/// <param name="Attempts">Attempts that ran on it.</param>
/// <param name="Lost">Those of them that were lost.</param>
/// <param name="Idle">Share of the sweep's time in which none ran, 0 to 1.</param>
public sealed record SlotTime(string Slot, int Attempts, int Lost, double Idle);

/// <summary>One attempt on its slot.</summary>
/// <param name="Slot">Place of its slot in <see cref="SlotsPicture.Slots"/>.</param>
/// <param name="Trial">Trial number.</param>
/// <param name="Attempt">Attempt number, from 1.</param>
/// <param name="From">Seconds from the start of the first attempt of all to its own.</param>
/// <param name="To">Seconds to its end, or to now while it runs.</param>
/// <param name="Outcome">How it ended: <c>completed</c>, <c>stopped</c>, <c>lost_node</c>, ...; null while it runs.</param>
/// <param name="IsLost">True when it ended without bringing its trial forward.</param>
public readonly record struct SlotSpan(int Slot, int Trial, int Attempt, double From, double To, string? Outcome, bool IsLost);
