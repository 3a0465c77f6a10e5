using Sweep.Contracts;

namespace Sweep.Silo.Operations;

/// <summary>Turns what happens on one slot into counts. Not thread-safe but for <see cref="TokensPerSecond"/>.</summary>
public sealed class SlotMeter(SlotName slot, NodeMetrics metrics)
{
    private const string SpeedMetric = "tokens_per_second";

    private int repeated;
    private double speed;

    /// <summary>Kind of device: <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; } = Kind(slot.Device);

    /// <summary>Last known training speed; 0 between attempts.</summary>
    public double TokensPerSecond => Volatile.Read(ref speed);

    /// <summary>Kind of a device such as <c>cuda:0</c>.</summary>
    public static string Kind(string device) => device.StartsWith("cuda", StringComparison.Ordinal) ? "cuda" : device;

    public void Begin()
    {
        repeated = 0;
        metrics.AttemptStarted(Device);
    }

    public void Heard(TrialEvent happened)
    {
        switch (happened)
        {
            case TrialStarted started:
                repeated = started.EpochsDone;
                break;
            case TrialProgress { TokensPerSecond: > 0 } progress:
                Volatile.Write(ref speed, progress.TokensPerSecond);
                break;
            // A resumed attempt repeats the reports of its checkpoint; they were counted when they were computed.
            case TrialReport report when report.Epoch > repeated:
                metrics.EpochReported(Device);
                if (report.Metrics.TryGetValue(SpeedMetric, out var tokens)) Volatile.Write(ref speed, tokens);
                break;
            case TrialEnded ended:
                Volatile.Write(ref speed, 0);
                metrics.AttemptEnded(Device, ended.Outcome);
                break;
        }
    }
}
