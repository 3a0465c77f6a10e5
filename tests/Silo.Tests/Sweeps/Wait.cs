using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Waiting for a sweep through its own long poll.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task<SweepProgress> UntilOver(IGrainFactory grains, string sweep) => Until(grains, sweep, p => p.IsOver, "it is over");

    /// <summary>Waiting for a fact that nobody announces.</summary>
    public static async Task Until(Func<Task<bool>> condition, string phase)
    {
        for (var began = Stopwatch.StartNew(); !await condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(began.Elapsed < Limit, $"waited {Limit} until {phase}");
    }

    public static async Task<SweepProgress> Until(IGrainFactory grains, string sweep, Func<SweepProgress, bool> condition, string phase)
    {
        var grain = grains.GetGrain<ISweepGrain>(sweep);
        var began = Stopwatch.StartNew();
        for (var progress = await grain.Watch(0); ; progress = await grain.Watch(progress.Version))
        {
            if (condition(progress)) return progress;
            var counts = string.Join(", ", progress.Counts.Select(c => $"{c.Key} {c.Value}"));
            Assert.True(began.Elapsed < Limit,
                $"waited {Limit} for {sweep} until {phase}; now: {counts}; {progress.Failure} {string.Join(" | ", progress.Notices)}");
        }
    }
}
