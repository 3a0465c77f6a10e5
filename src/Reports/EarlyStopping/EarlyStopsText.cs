using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.EarlyStopping;

/// <summary>What an early-stopping rule has done, for people.</summary>
public static class EarlyStopsText
{
    /// <summary><c>asha stopped 54 of 81 trials, 12 wait</c>, <c>pbt stopped 5 of 25 trials, 5 forks took their place</c>.</summary>
    public static string Trials(EarlyStops stops)
    {
        var wait = stops.Waiting == 0 ? "" : $", {stops.Waiting:N0} {(stops.Waiting == 1 ? "waits" : "wait")}";
        var forks = stops.Forks == 0 ? "" : $", {Numbers.Plural(stops.Forks, "fork")} took their place";
        return $"{stops.Rule} stopped {stops.Stopped:N0} of {Numbers.Plural(stops.Trials, "trial")}{forks}{wait}";
    }

    /// <summary><c>410 of 1,620 epochs trained, 1,210 (75 %) saved</c>.</summary>
    public static string Compute(EarlyStops stops)
    {
        var unknown = stops.Unknown == 0 ? "" : $" (not known for {Numbers.Plural(stops.Unknown, "trial")}: nobody knows " +
            "how many epochs they would have taken)";
        if (stops.SavedEpochs == 0) return $"{Numbers.Plural(stops.TrainedEpochs, "epoch")} trained, none saved{unknown}";
        return $"{stops.TrainedEpochs:N0} of {Numbers.Plural(stops.FullEpochs, "epoch")} trained, {stops.SavedEpochs:N0} " +
            $"({Numbers.Percent((double)stops.SavedEpochs / stops.FullEpochs)}) saved{unknown}";
    }

    /// <summary>One line for each bracket: <c>rungs: epoch 1: 81 reached it, 27 went on, 54 stopped; epoch 3: ...</c>.</summary>
    public static IEnumerable<string> Rungs(EarlyStops stops)
    {
        var brackets = stops.Rungs.GroupBy(rung => rung.Bracket).ToList();
        foreach (var bracket in brackets)
        {
            yield return $"{(brackets.Count > 1 ? $"rungs of bracket {bracket.Key}: " : "rungs: ")}" +
                string.Join("; ", bracket.Select(rung => $"epoch {rung.Epoch}: {string.Join(", ", Parts(rung))}"));
        }
    }

    /// <summary>The rungs as rows.</summary>
    public static DataTable Table(EarlyStops stops)
    {
        var hasBrackets = stops.Rungs.Any(rung => rung.Bracket > 0);
        var hasWaiting = stops.Rungs.Any(rung => rung.Waiting > 0);
        var table = new DataTable(
            new Column("bracket", hasBrackets ? "bracket" : null, Right: true), new Column("epoch", "rung", Right: true),
            new Column("reached", "reached", Right: true), new Column("promoted", "promoted", Right: true),
            new Column("stopped", "stopped", Right: true), new Column("waiting", hasWaiting ? "waiting" : null, Right: true));
        foreach (var rung in stops.Rungs)
        {
            table.Add(
                rung.Bracket, new Cell(rung.Epoch, $"epoch {rung.Epoch}"), rung.Reached, Count(rung.Promoted), Count(rung.Stopped),
                Count(rung.Waiting));
        }

        return table;
    }

    private static IEnumerable<string> Parts(RungCount rung)
    {
        yield return $"{rung.Reached:N0} reached it";
        // Where it is the last epoch of all, nobody went on or was stopped.
        if (rung.Promoted + rung.Stopped + rung.Waiting > 0) yield return $"{rung.Promoted:N0} went on";
        if (rung.Stopped > 0) yield return $"{rung.Stopped:N0} stopped";
        if (rung.Waiting > 0) yield return $"{rung.Waiting:N0} {(rung.Waiting == 1 ? "waits" : "wait")}";
    }

    private static Cell Count(int? count) => count is { } number ? number : Cell.None;
}
