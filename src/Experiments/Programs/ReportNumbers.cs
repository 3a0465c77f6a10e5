using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Experiments.Programs;

/// <summary>Numbers the reports of a program that knows nothing of epochs as we count them: from 1, always rising. What it says under
/// <see cref="Key"/> holds as far as it can; otherwise a report has the number of the last one plus one. Pure.</summary>
/// <param name="fromZero">True when an earlier attempt of the trial counted from 0: one that goes on does so, too.</param>
internal sealed class ReportNumbers(bool fromZero = false)
{
    /// <summary>The key under which a program says the epoch of a report.</summary>
    public const string Key = "epoch";

    private int shift = fromZero ? 1 : 0;
    private bool hasSaid;
    private bool hasNoticed;

    /// <summary>Number of the last report; 0 before the first.</summary>
    public int Last { get; private set; }

    /// <summary>True when the program counts from 0.</summary>
    public bool CountsFromZero => shift > 0;

    /// <summary>The number of the next report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="notice">Once, when what the program said cannot be the epoch: why, for people; else null.</param>
    /// <returns>The epoch, and whether it is what the program said.</returns>
    public (int Epoch, bool IsSaid) Next(JsonObject report, out string? notice)
    {
        notice = null;
        if (!report.TryGetPropertyValue(Key, out var said)) return (++Last, false);
        var number = Whole(said);
        // Whoever counts from 0 counts so to the end.
        if (!hasSaid && number == 0) shift = 1;
        hasSaid |= number is not null;
        if (number is { } given && given + shift > Last && given + shift <= EventRules.MostEpochs) return (Last = (int)given + shift, true);
        if (!hasNoticed)
            notice = $"'{Key}' of a report must be a whole number above the last one's, found {Show(said)} after " +
                $"{Math.Max(0, Last - shift)}; such a report counts as the last epoch plus one";
        hasNoticed = true;
        return (++Last, false);
    }

    private static long? Whole(JsonNode? said) =>
        LooseJson.Number(said) is { } number && number == Math.Floor(number) && number is >= 0 and <= EventRules.MostEpochs
            ? (long)number : null;

    private static string Show(JsonNode? said) => ProgramText.Quote(said?.ToJsonString() ?? "null");
}
