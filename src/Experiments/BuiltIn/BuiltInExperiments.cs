using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trees;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.BuiltIn;

/// <summary>The experiments of this build. To add one: a folder of its own, and a line here (docs/experiments.md).</summary>
public static class BuiltInExperiments
{
    /// <summary>Every experiment, registered once for client, nodes and workers.</summary>
    /// <param name="corpora">Where the language model's corpora come from.</param>
    public static IReadOnlyList<Experiment> All(CorpusCatalog corpora) =>
    [
        new(new LanguageModelDefinition(corpora),
            () => new SessionRunner(trial => LanguageModelTrial.Open(trial.Order, corpora, trial.Stopping))),
        Sequences(new PairCatalog()),
        new(new NoopDefinition(), () => new SessionRunner(trial => new NoopSession(trial))),
        new(UndeclaredDefinition.Program, () => new ProgramRunner(ProgramGuard.Command)),
        Trees(new TreeCatalog()),
        new(UndeclaredDefinition.Asked, () => throw new TrialException(
            AttemptOutcome.BadInput,
            $"no worker runs trials of the experiment '{UndeclaredDefinition.Asked.Name}': ask for them (sweep ask)")),
    ];

    private static Experiment Sequences(PairCatalog pairs) =>
        new(new SequenceDefinition(pairs), () => new SessionRunner(trial => new SequenceSession(trial.Order, pairs)));

    /// <summary>What client and nodes know of them.</summary>
    /// <param name="corpora">Where the language model's corpora come from; null = <see cref="Corpora"/>.</param>
    public static ExperimentCatalog Catalog(CorpusCatalog? corpora = null) =>
        new(All(corpora ?? Corpora()).Select(experiment => experiment.Definition));

    private static Experiment Trees(TreeCatalog trees) =>
        new(new TreeDefinition(trees), () => new SessionRunner(trial => new TreeSession(trial.Order, trees)));

    /// <summary>The built-in corpora, with the data folder of the environment.</summary>
    /// <param name="progress">Told how far a download is; null = nobody.</param>
    /// <param name="waits">Told in a sentence when a text has to wait for another process that cuts it; null = nobody.</param>
    public static CorpusCatalog Corpora(IProgress<DownloadProgress>? progress = null, Action<string>? waits = null) =>
        new(DataFolder.Find(Environment.GetEnvironmentVariable), new HttpClient(), progress, waits);
}
