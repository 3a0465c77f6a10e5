using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Tests.Checkpoints;

/// <summary>One node with a disk of its own, and what a worker would write there.</summary>
internal sealed class NodeDisk : IAsyncDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("sweep-tests-");
    private readonly List<string> log = [];

    public NodeDisk(ICheckpointStorage storage, FakeTimeProvider clock, TransferSettings? settings = null)
    {
        Store = new LedgerCheckpointStore(storage, new SweepFolders(root.FullName), settings
            ?? new TransferSettings(), clock, new ListLogger(log));
        Folder = new CheckpointFolder(Path.Combine(root.FullName, "cells", "17"));
    }

    public LedgerCheckpointStore Store { get; }

    public CheckpointFolder Folder { get; }

    public string Log { get { lock (log) return string.Join('\n', log); } }

    public TrialCheckpoint? Last => CheckpointHeader.Of(Folder.LastPath);

    public TrialCheckpoint? Best => CheckpointHeader.Of(Folder.BestPath);

    public static TrialOrder Order(int attempt) => new()
    {
        Trial = new TrialRef("cells", 17, attempt),
        Experiment = "language-model",
        Plan = new PlannedTrial { Number = 17, Config = """{"hidden":8,"lr":0.50}""", Seed = 42, Corpus = CorpusFacts.Of("abc", null) },
        BaseFolder = "/",
        Metric = "loss",
    };

    /// <summary>What a worker writes after <paramref name="epochs"/> epochs, each better than the one before;
    /// the best first, as it does.</summary>
    public void Train(int epochs, int batch = 0, int size = 16, long seed = 42)
    {
        Folder.Prepare();
        if (epochs > 0) Folder.SaveBest(Checkpoint(epochs, 0, size, seed));
        Folder.SaveLast(Checkpoint(epochs, batch, size, seed));
    }

    /// <summary>What a worker keeps at the end of an epoch, for other trials to begin with.</summary>
    public void Keep(int epoch)
    {
        Folder.Prepare();
        Folder.Keep(epoch, Checkpoint(epoch, 0, 16, 42), most: 3);
    }

    public void SaveLast(int epochs) => Folder.SaveLast(Checkpoint(epochs, 0, 16, 42));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        root.Delete(recursive: true);
    }

    private static TrialCheckpoint Checkpoint(int epochs, int batch, int size, long seed) => new()
    {
        Experiment = "language-model",
        Config = (JsonObject)JsonNode.Parse("""{"hidden":8,"lr":0.50}""")!,
        Seed = seed,
        Device = "cpu",
        Threads = 1,
        CorpusSha256 = "abc",
        Epoch = epochs + 1,
        Batch = batch,
        Reports = [.. Enumerable.Range(1, epochs)
            .Select(e => new TrialReport { Epoch = e, Metrics = new Dictionary<string, double> { ["loss"] = 1.0 / e }, Seconds = 1 })],
        Tensors = new Dictionary<string, TensorData> { ["model.w"] = new("F32", [size], new byte[4 * size]) },
    };

    private sealed class ListLogger(List<string> lines) : ILogger<LedgerCheckpointStore>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception));
        }
    }
}
