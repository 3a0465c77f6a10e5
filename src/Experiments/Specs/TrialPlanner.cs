using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Expressions;
using Sweep.Search.Randomness;
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

    /// <summary>Longest plan, in characters of all its configurations together: a hundred thousand of ordinary size.</summary>
    public const int MaxCharacters = 1 << 26;

    /// <summary>Chooses the configurations and checks each of them.</summary>
    /// <remarks>
    /// Trials = configurations × replicates, the replicates of a configuration side by side. <see cref="SweepSpec.MaxTrials"/> counts
    /// trials and keeps whole configurations: run_cap 7 with 2 replicates plans 3 configurations, 6 trials; only a cap below the number of
    /// replicates cuts into the one configuration it allows.
    /// </remarks>
    /// <param name="spec">A spec without errors.</param>
    /// <param name="definition">Its experiment.</param>
    /// <param name="baseFolder">Absolute folder against which relative paths in the configurations are resolved.</param>
    public static PlanResult Plan(SweepSpec spec, IExperimentDefinition definition, string baseFolder)
    {
        var errors = new SpecErrors();
        var trials = new List<PlannedTrial>();
        var work = new List<TrialWork>();
        try
        {
            foreach (var config in Configurations(spec, errors))
            {
                if (!new ConfigChecker(spec, definition, baseFolder, errors).IsGood(config) || errors.Any) continue;
                var measured = definition.Measure(config, baseFolder);
                for (var replicate = 0; replicate < spec.Replicates && trials.Count < (spec.MaxTrials ?? int.MaxValue); replicate++)
                {
                    trials.Add(Trial(trials.Count, config, replicate, spec.Seed, measured));
                    work.Add(measured);
                }
            }
        }
        catch (ExpressionException e)
        {
            errors.Add(spec.ConstraintsAt, e.Message);
        }
        catch (TooManyErrorsException)
        {
            // What was found until here is told.
        }

        return errors.Any ? new(null, errors.Sorted()) : new(new(Sweep(spec, baseFolder), trials) { Work = work }, []);
    }

    /// <summary>Seed of every trial with this replicate number: the same for each configuration,
    /// so that comparisons between them are paired.</summary>
    public static long TrialSeed(long sweepSeed, int replicate) => SeededRandom.Derive(sweepSeed, Streams.Replicate, replicate);

    private static IEnumerable<TrialConfig> Configurations(SweepSpec spec, SpecErrors errors)
    {
        var most = MostConfigurations(spec, errors);
        var characters = 0L;
        for (var index = 0L; index < most && spec.Sampler.Suggest(index, SearchHistory.Empty)?.Config is { } config; index++)
        {
            if ((characters += config.Json.Length) > MaxCharacters)
            {
                errors.Add(
                    spec.Positions.GetValueOrDefault(""),
                    $"the {most:N0} configurations are too large together: the first {index:N0} have {characters:N0} characters, at most " +
                        $"{MaxCharacters:N0} are planned; "
                    + "shorten the values that all have in common, or set run_cap");
                yield break;
            }

            yield return config;
        }
    }

    private static long MostConfigurations(SweepSpec spec, SpecErrors errors)
    {
        var at = spec.Positions.GetValueOrDefault("");
        if (spec.Sampler.Count is null && spec.MaxTrials is null && spec.MaxTime is null)
        {
            errors.Add(at, $"method '{spec.Sampler.Name}' goes on without end here: say when it is enough, with 'run_cap: 50' or " +
                $"'budget: {{time: 2h}}'");
            return 0;
        }

        var capped = (long)(spec.MaxTrials ?? (spec.Sampler.Count is null ? TrialsUnderTimeBudget : long.MaxValue));
        var configurations = Math.Min(spec.Sampler.Count ?? long.MaxValue, Math.Max(1, capped / spec.Replicates));
        if (configurations * (double)Math.Min(spec.Replicates, capped) <= MaxTrials) return configurations;
        errors.Add(
            at,
            $"the sweep has {configurations * (double)spec.Replicates:N0} trials ({configurations:N0} configurations x {spec.Replicates} " +
                "replicates), "
            + $"at most {MaxTrials:N0} are planned: list fewer values, or set run_cap");
        return 0;
    }

    private static PlannedTrial Trial(int number, TrialConfig config, int replicate, long sweepSeed, TrialWork work) => new()
    {
        Number = number,
        Config = config,
        Replicate = replicate,
        Seed = TrialSeed(sweepSeed, replicate),
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
    };
}
