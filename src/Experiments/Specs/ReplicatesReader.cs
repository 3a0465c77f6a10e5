using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Objectives;
using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>replicates</c>: a number of seeds, or a map with the keys <c>seeds</c> and <c>racing</c>.</summary>
internal sealed class ReplicatesReader(KeyReader root, SpecErrors errors)
{
    private const string Key = "replicates";
    private const int MostSeeds = 10_000;

    /// <summary>A race compares all seeds of two configurations again and again.</summary>
    private const int MostRaced = 1000;

    private bool? racing;

    private SpecPosition At => (root.Node(Key) as YamlMap)?.Find("racing")?.Value.At ?? root.At(Key);

    /// <summary>Seeds per configuration.</summary>
    public int Seeds()
    {
        if (root.Node(Key) is not YamlMap) return (int)(root.Whole(Key, 1, MostSeeds) ?? 1);
        if (root.Section(Key, "the keys 'seeds' and 'racing'") is not { } keys) return 1;
        string[] known = ["seeds", "racing"];
        keys.RefuseOthers(known, $"'{Key}'");
        keys.Require("seeds", known, $"'{Key}' needs the key 'seeds': how many seeds a configuration may run");
        racing = keys.Flag("racing");
        return (int)(keys.Whole("seeds", 1, MostSeeds) ?? 1);
    }

    /// <summary>Whether configurations earn their seeds, asked after <see cref="Seeds"/>. It is the default for a method that learns from
    /// results. Makes an early-stopping rule, if the file has no errors.</summary>
    public bool Races(int seeds, bool learns, Goals goals, Func<IStopper> newStopper)
    {
        if (errors.Any) return false;
        var stopper = newStopper();
        var moves = stopper.Pauses || stopper.ForksEvery is not null;
        if (racing is not true) return racing is null && seeds is > 1 and <= MostRaced && learns && goals.Objectives.Count == 1 && !moves;
        string? problem = (moves, seeds, goals.Objectives.Count) switch
        {
            (true, _, _) => $"compares trials that have ended, and early_terminate '{stopper.Name}' lets trials wait or fork: remove one " +
                "of both, or use a rule that only stops, such as 'median', 'hyperband' or 'asha' with 'form: stop'",
            (_, > MostRaced, _) => $"races at most {MostRaced:N0} seeds, found {seeds:N0}: write fewer, or 'racing: false'",
            (_, _, 0) => "compares configurations by the metric, and the file names none: add 'metric: {name: loss, goal: minimize}'",
            (_, _, 1) => null,
            (_, _, var several) => $"compares configurations by one metric, and 'metrics' names {several} objectives: write 'racing: " +
                "false', or name one 'metric' and make limits of the others with 'outcome_constraints'",
        };
        if (problem is not null) errors.Add(At, $"'{Key}.racing: true' {problem}");
        else if (seeds == 1) errors.Notice(At, $"'{Key}.racing' has no effect with one seed");
        return seeds > 1;
    }
}
