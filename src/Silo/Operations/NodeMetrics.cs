using System.Diagnostics.Metrics;
using Sweep.Contracts;
using Sweep.Contracts.Text;

namespace Sweep.Silo.Operations;

/// <summary>What a node counts about itself, as instruments of one meter; docs/operations.md lists them.
/// Costs next to nothing while nobody listens. Thread-safe.</summary>
public sealed class NodeMetrics : IDisposable
{
    private static readonly double[] WriteSeconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    private readonly Meter meter;
    private readonly Counter<long> attemptsStarted;
    private readonly Counter<long> attemptsEnded;
    private readonly Counter<long> trialsEnded;
    private readonly Counter<long> epochs;
    private readonly Histogram<double> writes;
    private readonly Counter<long> writeFailures;
    private readonly Counter<long> checkpointBytes;
    private volatile Func<IEnumerable<DeviceLoad>> devices = () => [];

    /// <param name="meterName">Name of the meter, so that several nodes in one process can be told apart.</param>
    public NodeMetrics(string meterName = "Sweep")
    {
        meter = new Meter(meterName);
        meter.CreateObservableGauge(
            "sweep.slots", () => Sum(d => d.Slots), "{slot}", "Trials of share 1 that the node's devices hold side by side.");
        meter.CreateObservableGauge("sweep.slots.busy", () => Sum(d => d.Busy), "{slot}", "Slots with a running attempt.");
        meter.CreateObservableGauge("sweep.slots.quarantined", () =>
            Sum(d => d.Quarantined), "{slot}", "Slots that are lent no more because they failed trials.");
        meter.CreateObservableGauge("sweep.training.tokens_per_second", () =>
            Sum(d => d.TokensPerSecond), null, "Training speed of the running attempts together, tokens per second.");
        attemptsStarted = meter.CreateCounter<long>("sweep.attempts.started", "{attempt}", "Attempts given to a slot of the node.");
        attemptsEnded = meter.CreateCounter<long>("sweep.attempts.ended", "{attempt}", "Attempts that ended on the node, by outcome.");
        trialsEnded = meter.CreateCounter<long>(
            "sweep.trials.ended", "{trial}", "Trials whose final status a coordinator on the node wrote, by status.");
        epochs = meter.CreateCounter<long>(
            "sweep.epochs.reported", "{epoch}", "Epochs computed on the node; repeats from a checkpoint are not counted.");
        writes = meter.CreateHistogram<double>(
            "sweep.ledger.write.duration", "s", "Time until a write was durable, by operation.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = WriteSeconds });
        writeFailures =
            meter.CreateCounter<long>("sweep.ledger.write.failures", "{write}", "Writes that the database failed, by operation.");
        checkpointBytes = meter.CreateCounter<long>("sweep.checkpoint.io", "By", "Bytes of checkpoints moved, by direction.");
    }

    public string MeterName => meter.Name;

    /// <summary>Says where to look when somebody asks for the slots.</summary>
    public void Watch(Func<IEnumerable<DeviceLoad>> load) => devices = load;

    public void AttemptStarted(string device) => attemptsStarted.Add(1, Device(device));

    public void AttemptEnded(string device, AttemptOutcome outcome) =>
        attemptsEnded.Add(1, Device(device), new("outcome", outcome.SnakeCase()));

    /// <summary>A coordinator wrote a trial's final status.</summary>
    public void TrialEnded(TrialStatus status) => trialsEnded.Add(1, new KeyValuePair<string, object?>("status", status.SnakeCase()));

    /// <summary>A slot's attempt reported an epoch for the first time.</summary>
    public void EpochReported(string device) => epochs.Add(1, Device(device));

    /// <summary>A write of the ledger is durable, or failed.</summary>
    /// <param name="operation">Which, in snake case: <c>apply</c>, <c>claim</c>.</param>
    /// <param name="failed">True when the database failed; a refusal is no failure.</param>
    public void LedgerWritten(string operation, double seconds, bool failed)
    {
        KeyValuePair<string, object?> tag = new("operation", operation);
        writes.Record(seconds, tag);
        if (failed) writeFailures.Add(1, tag);
    }

    /// <summary>A checkpoint went from the node to where others find it.</summary>
    public void CheckpointSaved(long bytes) => checkpointBytes.Add(bytes, new KeyValuePair<string, object?>("direction", "saved"));

    /// <summary>A checkpoint came to the node.</summary>
    public void CheckpointLoaded(long bytes) => checkpointBytes.Add(bytes, new KeyValuePair<string, object?>("direction", "loaded"));

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Sum(Func<DeviceLoad, double> value) =>
        devices().GroupBy(device => device.Kind).Select(kind => new Measurement<double>(kind.Sum(value), Device(kind.Key)));

    private static KeyValuePair<string, object?> Device(string kind) => new("device", kind);
}

/// <summary>What a device of the node does now.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Slots">Trials of share 1 that fit side by side: the device's units.</param>
/// <param name="Busy">Running attempts; more than <paramref name="Slots"/> when trials take smaller shares.</param>
/// <param name="Quarantined">Slots that are lent no more, because they failed trials that others could run.</param>
/// <param name="TokensPerSecond">Training speed of the running attempts together.</param>
public sealed record DeviceLoad(string Kind, double Slots, int Busy, int Quarantined, double TokensPerSecond);
