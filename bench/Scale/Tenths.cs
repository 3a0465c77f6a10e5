using System.Diagnostics;

namespace Sweep.Bench.Scale;

/// <summary>Processor time of this process for each trial, by tenths of a run. Thread-safe.</summary>
internal sealed class Tenths(int trials)
{
    private readonly Lock gate = new();
    private readonly List<double> costs = [];
    private (int Done, double Milliseconds) last = (0, Now());

    /// <summary>Milliseconds for each trial in each tenth.</summary>
    public IReadOnlyList<double> Costs { get { lock (gate) return [.. costs]; } }

    /// <summary>So many trials have ended.</summary>
    public void See(int done)
    {
        lock (gate)
        {
            if (done < (long)trials * (costs.Count + 1) / 10) return;
            var now = Now();
            var cost = (now - last.Milliseconds) / (done - last.Done);
            // More than one mark may be passed between two looks.
            while (costs.Count < 10 && done >= (long)trials * (costs.Count + 1) / 10) costs.Add(cost);
            last = (done, now);
        }
    }

    private static double Now()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalMilliseconds;
    }
}
