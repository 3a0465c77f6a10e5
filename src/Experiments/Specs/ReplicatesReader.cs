using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Objectives;
using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>replicates</c>: a number of seeds, or a map with the keys <c>seeds</c> and <c>racing</c>.</summary>
/// <param name="root">The file.</param>
/// <param name="errors">Takes the errors.</param>
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

    /// <summary>Whether configurations earn their seeds; asked after <see cref="Seeds"/>.</summary>
    /// <param name="seeds">Seeds per configuration.</param>
    /// <param name="learns">True when the method learns from results: then it is the default.</param>
    /// <param name="goals">What trials are compared by; a race knows one objective.</param>
    /// <param name="newStopper">Makes the early-stopping rule, if the file has no errors.</param>
    public bool Races(int seeds, bool learns, Goals goals, Func<IStopper> newStopper)
    {
        if (errors.Any) return false;
        var stopper = newStopper();
        var moves = stopper.Pauses || stopper.ForksEvery is not null;
        if (racing is not true) return racing is null && seeds is > 1 and <= MostRaced && learns && goals.Objectives.Count == 1 && !moves;
        if (moves)
        {
            errors.Add(At, $"'{Key}.racing: true' compares trials that have ended, and early_terminate '{stopper.Name}' lets trials wait " +
                "or fork: remove one of both, or use a rule that only stops, such as 'median', 'hyperband' or 'asha' with 'form: stop'");
        }
        else if (seeds > MostRaced)
        {
            errors.Add(At, $"'{Key}.racing: true' races at most {MostRaced:N0} seeds, found {seeds:N0}: write fewer, or 'racing: false'");
        }
        else if (goals.HasSeveral)
        {
            errors.Add(At, $"'{Key}.racing: true' compares configurations by one metric, and 'metrics' names {goals.Objectives.Count} " +
                "objectives: write 'racing: false', or name one 'metric' and make limits of the others with 'outcome_constraints'");
        }
        else if (goals.Objectives.Count == 0)
        {
            errors.Add(At, $"'{Key}.racing: true' compares configurations by the metric, and the file names none: add " +
                "'metric: {name: loss, goal: minimize}'");
        }
        else if (seeds == 1)
        {
            errors.Notice(At, $"'{Key}.racing' has no effect with one seed");
        }

        return seeds > 1;
    }
}
