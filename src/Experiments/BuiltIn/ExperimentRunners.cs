using Sweep.Experiments.Data;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;
using Sweep.Experiments.Worker.Programs;

namespace Sweep.Experiments.BuiltIn;

/// <summary>What this build's workers can run.</summary>
public static class ExperimentRunners
{
    /// <summary>Runners by experiment name.</summary>
    public static IReadOnlyDictionary<string, Lazy<ITrialRunner>> All { get; } = new Dictionary<string, Lazy<ITrialRunner>>(StringComparer.Ordinal)
    {
        [LanguageModelDefinition.Experiment] = new(() => LanguageModel(ExperimentCatalogs.Corpora())),
        [ProgramDefinition.Experiment] = new(() => new ProgramRunner(ProgramGuard.Command)),
        [NoopDefinition.Experiment] = new(() => new SessionRunner(trial => new NoopSession(trial))),
    };

    private static SessionRunner LanguageModel(CorpusCatalog corpora) => new(trial => new LanguageModelSession(trial.Order, corpora));
}
