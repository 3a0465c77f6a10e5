using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Tests;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Operations;
using Sweep.Silo.Tests.Workers;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Operations;

/// <summary>What happens on a node shows in its metrics, under the names that docs/operations.md gives.</summary>
public sealed partial class MetricsTests : IDisposable
{
    private readonly Scripts scripts = new();

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task An_attempt_is_counted_from_start_to_end_and_repeated_epochs_are_not()
    {
        await using var web = await RunningWeb.Start();
        var options = scripts.Node($$"""
            {{Scripts.Ready}}
            read line
            echo '{"type":"started","epochs":3,"epochs_done":1}'
            echo '{"type":"report","epoch":1,"metrics":{"loss":0.5},"seconds":1}'
            echo '{"type":"report","epoch":2,"metrics":{"loss":0.4,"tokens_per_second":1234},"seconds":1}'
            read stop
            {{Scripts.Completed}}
            read end
            """);
        await using var host = new SlotHost(options, TimeProvider.System, NullLogger<SlotHost>.Instance, web.Metrics);

        host.Run("n/cpu/0", Orders.For(0));
        await Until<TrialReport>(host, count: 2);
        var during = await Scrape(web, until: "sweep_epochs_reported_total");
        host.Stop("n/cpu/0", Orders.For(0).Trial, AttemptOutcome.Cancelled, null);
        await Until<TrialEnded>(host, count: 1);
        var afterwards = await Scrape(web, until: "sweep_attempts_ended_total");

        Assert.Equal((1, 1, 1234),
            (Value(during, "sweep_slots"), Value(during, "sweep_slots_busy"), Value(during, "sweep_training_tokens_per_second")));
        Assert.Equal((1, 1), (Value(during, "sweep_attempts_started_total"), Value(during, "sweep_epochs_reported_total")));
        Assert.Equal((0, 0), (Value(afterwards, "sweep_slots_busy"), Value(afterwards, "sweep_training_tokens_per_second")));
        Assert.Equal(1, Value(afterwards, "sweep_attempts_ended_total"));
    }

    [Fact]
    public async Task Writes_are_timed_final_trials_counted_once_and_only_the_databases_failures_are_failures()
    {
        await using var web = await RunningWeb.Start();
        await using var inner = new InMemoryLedger();
        var ledger = new MeteredLedger(inner, web.Metrics, TimeProvider.System);
        await ledger.CreateSweep(new NewSweep
        {
            Name = "cells",
            Yaml = "",
            BaseFolder = "/",
            Experiment = "noop",
            Metric = "loss",
            Replicates = 1
        }, [new PlannedTrial { Number = 0, Config = "{}", Replicate = 0, Seed = 1, Epochs = 1 }]);
        var token = await ledger.Claim("cells", []);
        var trial = new TrialRef("cells", 0, 1);
        var ending = new AttemptFinished(trial, new TrialEnded { Outcome = AttemptOutcome.Completed }, TrialStatus.Completed);

        await ledger.Apply("cells", token, [new AttemptStarted(trial, "n/cpu/0"), ending, ending]);
        await Assert.ThrowsAsync<CoordinatorFencedException>(() => ledger.Apply("cells", token - 1, []));
        inner.Failure = new LedgerException("the disk is full");
        await Assert.ThrowsAsync<LedgerException>(() => ledger.SetStatus("cells", token, SweepStatus.Finished));

        var text = await web.Scrape();
        Assert.Equal(1, Value(text, "sweep_trials_ended_total"));
        Assert.Equal(1, Value(text, "sweep_ledger_write_failures_total"));
        Assert.Contains("operation=\"apply\"", text);
    }

    [Fact]
    public async Task Checkpoints_are_counted_when_they_have_moved_whole_and_refused_ones_are_not()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var web = await RunningWeb.Start();
        var path = Path.Combine(scripts.Folder, "sweep.db");
        await using (SqliteLedger.Open(path, TimeProvider.System))
        {
            await using var storage =
                new MeteredCheckpointStorage(CheckpointStorage.Open(new SqliteAddress(path), TimeProvider.System), web.Metrics);
            var checkpoint = new StoredCheckpoint
            {
                Key = new CheckpointKey("cells", 0, CheckpointKind.Last),
                Attempt = 2,
                Epoch = 1,
                Batch = 0,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(new byte[100])),
                Bytes = 100
            };

            Assert.True(await storage.Save(checkpoint, new MemoryStream(new byte[100]), onlyFurther: true, cancel));
            Assert.False(await storage.Save(checkpoint with { Attempt = 1 }, new MemoryStream(new byte[100]), onlyFurther: true, cancel));
            Assert.True(await storage.Load((await storage.Find(checkpoint.Key, cancel))!, Stream.Null, cancel));
        }

        var text = await web.Scrape();
        Assert.Contains(text.Split('\n'), line =>
            line.Contains("direction=\"saved\"", StringComparison.Ordinal) && line.Contains("} 100", StringComparison.Ordinal));
        Assert.Contains(text.Split('\n'), line =>
            line.Contains("direction=\"loaded\"", StringComparison.Ordinal) && line.Contains("} 100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_documented_name_is_served_and_every_served_name_is_documented()
    {
        await using var web = await RunningWeb.Start();
        web.Metrics.Watch(() => [new DeviceLoad("cpu", 2, 1, 0, 10)]);
        web.Metrics.AttemptStarted("cpu");
        web.Metrics.AttemptEnded("cpu", AttemptOutcome.Completed);
        web.Metrics.TrialEnded(TrialStatus.Completed);
        web.Metrics.EpochReported("cpu");
        web.Metrics.LedgerWritten("apply", 0.01, failed: true);
        web.Metrics.CheckpointSaved(10);

        var served = Names(await web.Scrape(), TypeLine());
        var documented = Names(await File.ReadAllTextAsync(
            Path.Combine(Root(AppContext.BaseDirectory), "docs", "operations.md"), TestContext.Current.CancellationToken), TableRow());

        Assert.Equal(documented, served);
    }

    private static SortedSet<string> Names(string text, Regex pattern) =>
        new(pattern.Matches(text).Select(m => m.Groups[1].Value), StringComparer.Ordinal);

    private static double Value(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0]));

    private static async Task Until<T>(SlotHost host, int count)
        where T : TrialEvent
    {
        var limit = DateTimeOffset.UtcNow.AddSeconds(20);
        while ((await host.ReadEvents("n/cpu/0", 0, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken)).Events.Count(e =>
            e.Event is T) < count)
            Assert.True(DateTimeOffset.UtcNow < limit, $"no {count} × {typeof(T).Name} within 20 s");
    }

    /// <summary>Answers are kept for a moment, so the newest number may come with a later one.</summary>
    private static async Task<string> Scrape(RunningWeb web, string until)
    {
        var limit = DateTimeOffset.UtcNow.AddSeconds(20);
        var text = await web.Scrape();
        for (; Value(text, until) == 0; text = await web.Scrape())
            Assert.True(DateTimeOffset.UtcNow < limit, $"no {until} within 20 s:\n{text}");
        return text;
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Sweep.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^# TYPE (sweep_\w+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\| `(sweep_\w+)`", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
