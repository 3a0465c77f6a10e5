using System.Diagnostics;

namespace Sweep.Cluster.Tests;

/// <summary>Waits for facts about other processes, of which nobody can tell us.</summary>
internal static class Eventually
{
    public static Task Holds(Func<bool> condition, string otherwise, int seconds = 30) =>
        Holds(() => Task.FromResult(condition()), otherwise, seconds);

    public static async Task Holds(Func<Task<bool>> condition, string otherwise, int seconds = 30)
    {
        for (var waited = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(seconds), otherwise);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
