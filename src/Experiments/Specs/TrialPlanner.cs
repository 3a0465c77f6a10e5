using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Expressions;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Writes out the trials of a spec. Equal specs give equal plans, on every machine.</summary>
public static class TrialPlanner
{
    /// <summary>Most trials of one sweep.</summary>
    public const int MaxTrials = 100_000;

    /// <summary>Trials planned for an endless search that only <c>budget.time</c> limits.</summary>
    public const int TrialsUnderTimeBudget = 10_000;

    /// <summary>Configurations that stand for those of a search without end.</summary>
    public const int SampleOfEndless = 100;

    /// <summary>Texts that configurations chosen later may name.</summary>
    private const int MostTexts = 100;

    /// <summary>Longest plan, in characters of all its configurations together: a hundred thousand of ordinary size.</summary>
    public const int MaxCharacters = 1 << 26;

    /// <summary>Chooses the configurations and checks each of them.</summary>
    /// <remarks>Trials = configurations × replicates, the replicates of a configuration side by side. <see cref="SweepSpec.MaxTrials"/>
    /// counts trials and keeps whole configurations: run_cap 7 with 2 replicates plans 3 configurations, 6 trials; only a cap below the
    /// number of replicates cuts into the one configuration it allows. Where seeds are raced nobody knows the configurations yet, and a cap
    /// cuts anywhere.</remarks>
    /// <param name="spec">A spec without errors.</param>
    /// <param name="definition">Its experiment.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in the configurations are resolved.</param>
    public static PlanResult Plan(SweepSpec spec, IExperimentDefinition definition, string baseFolder)
    {
        var errors = new SpecErrors();
        var trials = new List<PlannedTrial>();
        var work = new List<TrialWork>();
        var data = new DataCatalog(definition);
        try
        {
            foreach (var (config, at) in Configurations(spec, errors))
            {
                if (!new ConfigChecker(spec, definition, baseFolder, errors).IsGood(config, at) || errors.Any) continue;
                var measured = data.Measure(config, baseFolder);
                for (var replicate = 0; replicate < spec.Replicates && trials.Count < (spec.MaxTrials ?? int.MaxValue); replicate++)
                {
                    trials.Add(Trial(trials.Count, config, replicate, spec.Seed, measured));
                    work.Add(measured);
                }
            }

            if (spec.IsOpen && trials.Count > 0 && !errors.Any) MeasureAll(spec, definition, trials[0].Config, baseFolder, data, errors);
        }
        catch (ExpressionException e)
        {
            errors.Add(spec.ConstraintsAt, e.Message);
        }
        catch (TooManyErrorsException)
        {
            // What was found until here is told.
        }

        if (errors.Any) return new(null, errors.Sorted());
        var sweep = Sweep(spec, baseFolder) with { Facts = spec.IsOpen ? data.ToJson() : null };
        return new(new(sweep, trials) { Work = work }, []);
    }

    /// <summary>One trial of a configuration that is chosen as the sweep goes; its data were measured at submission.</summary>
    public static PlannedTrial Trial(SweepSpec spec, DataCatalog data, int number, int replicate, TrialConfig config) =>
        Trial(number, config, replicate, spec.Seed, data.Measure(config));

    /// <summary>Reads every text that a configuration can name: whoever chooses one later reads none.</summary>
    private static void MeasureAll(
        SweepSpec spec, IExperimentDefinition definition, TrialConfig any, string baseFolder, DataCatalog data, SpecErrors errors)
    {
        var parameters = spec.Space.Parameters.Where(parameter => definition.DataParameters.Contains(parameter.Name)).ToList();
        var kinds = parameters.Aggregate(1.0, (product, p) => product * ((p.Domain.Count ?? double.PositiveInfinity) + p.When.Count));
        if (kinds > MostTexts)
        {
            var names = string.Join(", ", parameters.Where(p => p.Domain.Count is not 1).Select(p => $"'{p.Name}'"));
            errors.Add(spec.Positions.GetValueOrDefault(""), $"method '{spec.Method}' chooses configurations as results come in, and " +
                $"every text that they may name is read before: {names} allow more than {MostTexts} texts; give them fewer values");
            return;
        }

        IEnumerable<TrialConfig> configs = [any];
        foreach (var parameter in parameters) configs = [.. configs.SelectMany(config => Variants(config, parameter))];
        foreach (var config in configs.Where(config => definition.Check(config, baseFolder).Count == 0)) data.Measure(config, baseFolder);
    }

    private static IEnumerable<TrialConfig> Variants(TrialConfig config, SpaceParameter parameter)
    {
        if (parameter.When.Count > 0) yield return config.Select(name => name != parameter.Name);
        for (var i = 0L; i < parameter.Domain.Count; i++)
        {
            var values = config.ToJson();
            values[parameter.Name] = parameter.Domain.Item(i)?.DeepClone();
            // In the order of the sweep file, as every configuration is.
            yield return TrialConfig.From(values);
        }
    }

    /// <summary>Each with its place in the file where the user wrote it: those come first.</summary>
    private static IEnumerable<(TrialConfig Config, SpecPosition? At)> Configurations(SweepSpec spec, SpecErrors errors)
    {
        // What is chosen as results come in is not known yet: random draws stand for it.
        var sampler = spec.Sampler.IsAdaptive ? SamplerFactory.Make("random", spec.Space, spec.Seed) : spec.Sampler;
        var most = spec.IsOpen && spec.MaxTrials is null ? Math.Max(SampleOfEndless, spec.Enqueued.Count)
            : MostConfigurations(spec, sampler, errors);
        var (index, characters) = (0L, 0L);
        foreach (var (config, at) in Ordered(spec, sampler))
        {
            if (index == most) yield break;
            if ((characters += config.Json.Length) > MaxCharacters)
            {
                errors.Add(spec.Positions.GetValueOrDefault(""), $"the {most:N0} configurations are too large together: the first " +
                    $"{index:N0} have {characters:N0} characters, at most {MaxCharacters:N0} are planned; shorten the values that all " +
                    "have in common, or set run_cap");
                yield break;
            }

            index++;
            yield return (config, at);
        }
    }

    private static IEnumerable<(TrialConfig Config, SpecPosition? At)> Ordered(SweepSpec spec, ISampler sampler)
    {
        foreach (var one in spec.Enqueued) yield return (one.Config, one.At);
        var enqueued = spec.Enqueued.Select(one => one.Config).ToHashSet();
        for (var index = 0L; sampler.Suggest(index, SearchHistory.Empty)?.Config is { } config; index++)
            if (!enqueued.Contains(config)) yield return (config, null);
    }

    private static long MostConfigurations(SweepSpec spec, ISampler sampler, SpecErrors errors)
    {
        var capped = (long)(spec.MaxTrials ?? (sampler.Count is null ? TrialsUnderTimeBudget : long.MaxValue));
        // A race cuts anywhere.
        var whole = Math.Max(1, (capped / spec.Replicates) + (spec.Races && capped % spec.Replicates > 0 ? 1 : 0));
        var configurations = Math.Min(sampler.Count ?? long.MaxValue, whole);
        if (Math.Min(configurations * (double)spec.Replicates, capped) <= MaxTrials) return configurations;
        errors.Add(spec.Positions.GetValueOrDefault(""), $"the sweep has {configurations * (double)spec.Replicates:N0} trials " +
            $"({configurations:N0} configurations x {spec.Replicates} replicates), at most {MaxTrials:N0} are planned: list fewer " +
            "values, or set run_cap");
        return 0;
    }

    private static PlannedTrial Trial(int number, TrialConfig config, int replicate, long sweepSeed, TrialWork work) => new()
    {
        Number = number,
        Config = config,
        Replicate = replicate,
        Seed = TrialSeeds.Of(sweepSeed, replicate),
        Epochs = work.Epochs,
        Corpus = work.Facts,
        CostKey = work.CostKey,
    };

    private static NewSweep Sweep(SweepSpec spec, string baseFolder) => new()
    {
        Name = spec.Name,
        Yaml = spec.Yaml,
        BaseFolder = baseFolder,
        Description = spec.Description,
        Experiment = spec.Experiment,
        Metric = spec.Metric,
        Maximize = spec.Maximize,
        Summary = spec.Summary,
        Replicates = spec.Replicates,
        Races = spec.Races,
        Known = KnownObservations.Write(spec.Known),
        Goals = spec.Goals.ToJson(),
    };
}
