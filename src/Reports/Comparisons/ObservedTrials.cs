using System.Runtime.InteropServices;
using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Comparisons;

/// <summary>The trials of a sweep as a comparison sees them. Values are kept once each and named by number,
/// since there may be very many trials.</summary>
public sealed class ObservedTrials
{
    private readonly ConfigReader reader = new();
    private readonly List<ObservedParameter> parameters = [];
    private readonly SweepResults results;

    /// <param name="results">Trials of one sweep.</param>
    public ObservedTrials(SweepResults results)
    {
        this.results = results;
        for (var config = 0; config < results.Configs.Count; config++) Look(config, results.Configs[config].Json);
    }

    /// <summary>The trials by number.</summary>
    public TrialResult[] Trials => results.Trials;

    /// <summary>How many configurations there are.</summary>
    public int Configs => results.Configs.Count;

    /// <summary>Parameters in order of first appearance.</summary>
    public IReadOnlyList<string> Names => reader.Names;

    /// <summary>Number of the configuration of a trial.</summary>
    public int ConfigOf(int trial) => Trials[trial].Config;

    /// <summary>What is seen of one of <see cref="Names"/>.</summary>
    public ObservedParameter Parameter(string name) => parameters[reader.IndexOf(name)];

    /// <summary>Number of a parameter's value in each trial; the same for the same value.</summary>
    public int[] ValuesOf(string name)
    {
        var parameter = Parameter(name);
        return Array.ConvertAll(Trials, trial => parameter.Of(trial.Config));
    }

    /// <summary>How many values a parameter takes, "absent" among them.</summary>
    public int Values(string name) => Parameter(name).Count(Configs);

    /// <summary>The metric, if the trial ended with one.</summary>
    public double? Metric(int trial) =>
        Trials[trial].Status is TrialStatus.Completed or TrialStatus.Stopped ? Trials[trial].Metric : null;

    /// <summary>For each configuration, a number that is the same when all but some of <see cref="Names"/> is the same.</summary>
    public int[] Rest(IReadOnlyCollection<string> without)
    {
        var left = without.Select(Parameter).ToHashSet();
        var rest = new int[Configs];
        foreach (var values in parameters)
        {
            // A value that all have tells none apart.
            if (left.Contains(values) || values.Count(Configs) == 1) continue;
            var known = new Dictionary<long, int>();
            for (var config = 0; config < rest.Length; config++)
            {
                // Not halves of one number: equal halves, which are common here, would all have one hash.
                var key = ((long)rest[config] * values.Bound) + values.Of(config);
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(known, key, out var isKnown);
                if (!isKnown) number = known.Count - 1;
                rest[config] = number;
            }
        }

        return rest;
    }

    private void Look(int config, string json) => reader.Read(json, (parameter, value, type) =>
    {
        if (parameter == parameters.Count) parameters.Add(new ObservedParameter());
        parameters[parameter].Add(config, value, type);
    });
}
