using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Ledger;

/// <summary>A sweep that is there, for who comes with a file of its name.</summary>
/// <param name="Ledger">The ledger, for people.</param>
/// <param name="Name">Its name.</param>
/// <param name="Yaml">Its file.</param>
/// <param name="IsOpen">True when its configurations are chosen as it goes.</param>
/// <param name="Trials">Trials that it has.</param>
/// <param name="HadTurn">Configurations of its <c>enqueue</c> that have had their turn. See <see cref="SweepExtension.HadTurn"/>.</param>
public sealed record HeldSweep(string Ledger, string Name, string Yaml, bool IsOpen, int Trials, int HadTurn = 0);

/// <summary>What a file adds to the sweep of its name that is there. Trials that are there keep number and seed; others get the next
/// numbers, in the order of the file's plan.</summary>
/// <param name="Difference">In what the files differ; null when they say the same.</param>
/// <param name="Added">Trials to add, by number.</param>
/// <param name="GoesOn">True when there is more to do than before, so that a sweep that is over runs again.</param>
public sealed record SweepExtension(SweepFileDifference? Difference, IReadOnlyList<PlannedTrial> Added, bool GoesOn)
{
    private const string Enqueue = "enqueue";

    /// <summary>How the evidence of a decision begins that starts a configuration of <c>enqueue</c>; its number follows, from 1.</summary>
    internal const string TurnBegins = """{"enqueued":""";

    /// <summary>Configurations that the user wants next (<c>enqueue</c>), where configurations are chosen as the sweep goes; default 0.
    /// </summary>
    public int Enqueued { get; init; }

    /// <summary>Compares a file with the sweep of its name.</summary>
    /// <param name="there">The sweep that is there.</param>
    /// <param name="here">The sweep that the file makes.</param>
    /// <param name="planned">The trials that the file plans; empty where they are chosen as the sweep goes.</param>
    /// <param name="held">The trials that are there; looked at only when <see cref="SweepFileDifference.MayAddTrials"/>.</param>
    /// <exception cref="LedgerException">Input error: the file makes other trials; the message says in what it differs.</exception>
    public static SweepExtension Of(
        HeldSweep there, NewSweep here, IReadOnlyList<PlannedTrial> planned, IReadOnlyList<PlannedTrial> held)
    {
        var isOpen = here.Facts is not null;
        if (SweepFileDifference.Between(there.Yaml, here.Yaml) is not { } difference) return new(null, [], false);
        if (difference is { ChangesTrials: true, MayAddTrials: false }) throw Refused(there, difference, "");
        if (there.IsOpen != isOpen) throw Refused(there, difference,
            $"; {Way(there.IsOpen)} in the ledger, and {Way(isOpen)} in this file, as 'run_cap' and 'budget' say");
        if (!difference.ChangesTrials) return new(difference, [], isOpen && difference.ChangesTime);
        if (isOpen)
        {
            if (OpenProblem(there.Yaml, here) is { } problem) throw Refused(there, difference, $"; {problem}");
            var wanted = SweepFileDifference.Items(here.Yaml, Enqueue).Count - SweepFileDifference.Items(there.Yaml, Enqueue).Count;
            if (RoomProblem(there, here, wanted) is { } full) throw Refused(there, difference, $"; {full}");
            return new(difference, [], true) { Enqueued = wanted };
        }

        if (Missing(planned, held) is { } left) throw Refused(there, difference,
            $"; a file that adds trials has all that are there, and this one lacks {there.Name}/{left.Number} ({left.Config})");
        var first = held.Count;
        var numbered = planned.Zip(Numbers(planned, held), (trial, number) => trial with { Number = number });
        List<PlannedTrial> more = [.. numbered.Where(trial => trial.Number >= first)];
        return new(difference, more, more.Count > 0);
    }

    /// <summary>How many configurations of <c>enqueue</c> have had their turn. They have it in their order.</summary>
    /// <param name="evidence">That of decisions which started trials.</param>
    public static int HadTurn(IEnumerable<string?> evidence) => evidence
        .Where(text => text?.StartsWith(TurnBegins, StringComparison.Ordinal) == true)
        .Select(text => (int?)JsonNode.Parse(text!)?["enqueued"] ?? 0).DefaultIfEmpty().Max();

    /// <summary>The event that tells of <see cref="Enqueued"/>.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="count">How many were added.</param>
    public static SweepEvent Noted(long number, int count) =>
        new() { Number = number, Kind = SweepEventKind.Enqueue, Trial = 0, Epoch = count };

    /// <summary>The number that each planned trial has in the ledger, or gets there; those of the plan where the ledger has other
    /// trials.</summary>
    /// <param name="planned">In the order of the plan.</param>
    /// <param name="held">The trials that are there.</param>
    public static IReadOnlyList<int> Numbers(IReadOnlyList<PlannedTrial> planned, IReadOnlyList<PlannedTrial> held)
    {
        if (Missing(planned, held) is not null) return [.. planned.Select(trial => trial.Number)];
        var numbers = held.ToDictionary(Key, trial => trial.Number);
        var next = held.Count;
        return [.. planned.Select(trial => numbers.TryGetValue(Key(trial), out var number) ? number : next++)];
    }

    /// <summary>The first trial that is there and not planned; null = none.</summary>
    private static PlannedTrial? Missing(IReadOnlyList<PlannedTrial> planned, IReadOnlyList<PlannedTrial> held)
    {
        var keys = planned.Select(Key).ToHashSet();
        return held.Where(trial => !keys.Contains(Key(trial))).MinBy(trial => trial.Number);
    }

    private static (TrialConfig Config, int Replicate) Key(PlannedTrial trial) => (trial.Config, trial.Replicate);

    /// <summary>Why a strategy that has decided something cannot go on under a changed file; null = it can.</summary>
    private static string? OpenProblem(string thereYaml, NewSweep here)
    {
        var (before, after) = (SweepFileDifference.Values(thereYaml)!, SweepFileDifference.Values(here.Yaml)!);
        var others = before.Keys.Union(after.Keys).Where(key => key is not ("run_cap" or "budget.trials"))
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).ToList();
        var enqueued = SweepFileDifference.Items(thereYaml, Enqueue);
        if (others.Exists(key => key.StartsWith("replicates", StringComparison.Ordinal)))
            return "configurations are chosen as the sweep goes, and the numbers of their trials go by 'replicates', which therefore stays";
        if (others.Exists(key => key.StartsWith("parameters.", StringComparison.Ordinal)))
            return "configurations are chosen as the sweep goes, from the parameters that the file had, which therefore stay";
        if (after.GetValueOrDefault("early_terminate.type") == "pbt")
            return "under 'pbt' the number of trials is the size of the population, which stays";
        if (!SweepFileDifference.Items(here.Yaml, Enqueue).Take(enqueued.Count).SequenceEqual(enqueued))
        {
            return "configurations are chosen as the sweep goes, and those of 'enqueue' that were there have had their turn: they stay, " +
                "in their order, and others come after them";
        }

        var (old, raised) = (Cap(before), Cap(after));
        if (here.Races && raised != old)
        {
            return "the last trials of a race go to the few best configurations, and which trials are the last ones 'run_cap' says, " +
                "which therefore stays";
        }

        if (raised < old) return "run_cap and budget.trials may grow only";
        return old < here.Replicates
            ? $"so few trials left seeds of the first configuration out ({old:0} of {here.Replicates}), and their numbers are taken" : null;
    }

    /// <summary>Why configurations that were added cannot all be tried; null = they can.</summary>
    private static string? RoomProblem(HeldSweep there, NewSweep here, int wanted)
    {
        var seeds = here.Races ? 1 : here.Replicates;
        // What was added before and has not had its turn comes first.
        var waiting = (double)Math.Max(0, SweepFileDifference.Items(there.Yaml, Enqueue).Count - there.HadTurn) * seeds;
        var room = Math.Max(0, Cap(SweepFileDifference.Values(here.Yaml)!) - there.Trials - waiting);
        var need = (double)wanted * seeds;
        if (wanted == 0 || need <= room) return null;
        return $"'run_cap' leaves room for {room:0} of the {need:0} trials that 'enqueue' adds" +
            (waiting > 0 ? $", after the {waiting:0} of what it had and has not begun: " : ": ") +
            (here.Races ? "add fewer" : $"raise it to {there.Trials + waiting + need:0} or more");
    }

    private static double Cap(Dictionary<string, string> file) => new[] { "run_cap", "budget.trials" }.Min(key =>
        file.TryGetValue(key, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var cap) ? cap
            : double.PositiveInfinity);

    private static string Way(bool isOpen) => isOpen ? "configurations are chosen as the sweep goes" : "all trials are planned before";

    private static LedgerException Refused(HeldSweep there, SweepFileDifference difference, string because) => new(
        $"ledger '{there.Ledger}' already holds a sweep '{there.Name}' made from another file: {difference.Words}{because}. Run it beside "
            + $"that one with --name NEW, or in its place with --replace, or go on with the one in the ledger ('resume {there.Name}')",
        isInputError: true);
}
