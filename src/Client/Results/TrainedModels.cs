using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Verbs;
using Sweep.Experiments.Ledger;
using Sweep.Experiments.Ledger.Vault;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Client.Results;

/// <summary>Trained models, wherever their checkpoints are: beside a ledger of this machine, in a cluster's database, or in a folder that its nodes share.</summary>
internal sealed class TrainedModels
{
    private readonly Func<string, int, CancellationToken, Task<ModelFile>> best;

    private TrainedModels(ILedgerReader ledger, string place, Func<string, string> hint, Func<string, int, CancellationToken, Task<ModelFile>> best) =>
        (Ledger, Place, Hint, this.best) = (ledger, place, hint, best);

    /// <summary>The ledger that tells of them.</summary>
    public ILedgerReader Ledger { get; }

    /// <summary>The ledger's name for people.</summary>
    public string Place { get; }

    /// <summary>Writes a verb as the user would type it.</summary>
    public Func<string, string> Hint { get; }

    /// <summary>Those of a ledger of this machine.</summary>
    public static TrainedModels OfLedger(CliContext context, string db)
    {
        var path = context.Resolve(db);
        return new(Ledgers.Reader(path), path, Hints.On(context, db), (sweep, trial, _) => Task.FromResult(InFolder(path + ".files", sweep, trial)));
    }

    /// <summary>Those of a cluster.</summary>
    /// <param name="context">The command line's surroundings.</param>
    /// <param name="cluster">Its database.</param>
    /// <param name="shared">Absolute folder that its nodes share; null = checkpoints are in the database.</param>
    public static TrainedModels OfCluster(CliContext context, LedgerAddress cluster, string? shared) => new(
        LedgerStore.OpenReader(cluster),
        cluster.Display,
        verb => ClusterChoice.Hint(context, cluster, verb),
        (sweep, trial, cancel) => shared is null ? Fetch(cluster, context.Time, sweep, trial, cancel) : Task.FromResult(InFolder(shared, sweep, trial)));

    /// <summary>The best checkpoint of a trial.</summary>
    /// <exception cref="UserException">Failed: the database has none.</exception>
    /// <exception cref="LedgerException">The database failed.</exception>
    public Task<ModelFile> Best(string sweep, int trial, CancellationToken cancel) => best(sweep, trial, cancel);

    private static ModelFile InFolder(string root, string sweep, int trial) => new(new CheckpointFolder(Path.Combine(root, sweep, trial.ToString())).BestPath);

    private static async Task<ModelFile> Fetch(LedgerAddress cluster, TimeProvider clock, string sweep, int trial, CancellationToken cancel)
    {
        await using var vault = CheckpointVault.Open(cluster, clock);
        var found = await vault.Find(new CheckpointKey(sweep, trial, CheckpointKind.Best), cancel) ?? throw UserException.Failed(
            $"the database has no checkpoint of {sweep}/{trial}",
            "  nodes that share a folder keep it there: name it with --checkpoints DIR. A checkpoint that is too large for the database stays on the node that trained it, and that",
            "  of a running trial comes with its next upload");
        var folder = Directory.CreateTempSubdirectory("sweep-model-").FullName;
        try
        {
            var path = Path.Combine(folder, "best.safetensors");
            await using (var file = File.Create(path))
            {
                if (!await vault.Load(found, file, cancel)) throw UserException.Failed($"the checkpoint of {sweep}/{trial} was replaced while it was read; run the command again");
            }

            return new ModelFile(path, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
