using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Client.Results;

/// <summary>Trained models, beside a ledger of this machine, in a cluster's database, or in a folder that its nodes share.</summary>
/// <param name="shared">Absolute folder that the nodes share; null = there is none.</param>
internal sealed class TrainedModels(LedgerPlace place, string? shared, TimeProvider clock)
{
    /// <summary>The best checkpoint of a trial.</summary>
    /// <exception cref="UserException">Failed: the database has none.</exception>
    /// <exception cref="LedgerException">The database failed.</exception>
    public async Task<ModelFile> Best(string sweep, int trial, CancellationToken cancel) => (place.Cluster, shared) switch
    {
        (_, { } root) => new(new CheckpointFolder(Path.Combine(root, sweep, trial.ToString())).BestPath),
        ({ } cluster, _) => await Fetch(cluster, clock, sweep, trial, cancel),
        _ => new(new CheckpointFolder(SweepFiles.Folder(place.File, sweep, trial)).BestPath),
    };

    private static async Task<ModelFile> Fetch(LedgerAddress cluster, TimeProvider clock, string sweep, int trial, CancellationToken cancel)
    {
        await using var storage = CheckpointStorage.Open(cluster, clock);
        var found = await storage.Find(new CheckpointKey(sweep, trial, CheckpointKind.Best), cancel) ?? throw UserException.Failed(
            $"the database has no checkpoint of {sweep}/{trial}",
            "  nodes that share a folder keep it there: name it with --checkpoints DIR. A checkpoint that is too large for the database " +
                "stays on the node that trained it, and that",
            "  of a running trial comes with its next upload");
        var folder = Directory.CreateTempSubdirectory("sweep-model-").FullName;
        try
        {
            var path = Path.Combine(folder, "best.safetensors");
            await using (var file = File.Create(path))
            {
                if (!await storage.Load(found, file, cancel))
                    throw UserException.Failed($"the checkpoint of {sweep}/{trial} was replaced while it was read; run the command again");
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

/// <summary>A checkpoint on this machine, at its place or fetched for the time being.</summary>
/// <param name="Temporary">Folder that goes with it; null when the file is at its place.</param>
internal sealed record ModelFile(string Path, string? Temporary = null) : IDisposable
{
    public void Dispose()
    {
        if (Temporary is not null) Directory.Delete(Temporary, recursive: true);
    }
}
