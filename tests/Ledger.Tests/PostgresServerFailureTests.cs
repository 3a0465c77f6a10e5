using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Ledger.Postgres;
using Sweep.Ledger.Storage;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>The server goes away in the middle of writes: nothing is lost, nothing counts twice,
/// and callers hear of it only when it lasts.</summary>
public sealed class PostgresServerFailureTests
{
    public PostgresServerFailureTests() => Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_go_on_through_restarts_and_kills_of_the_server(bool kill)
    {
        const int Trials = 60;
        await using var server = await PostgresServer.Start();
        await using var ledger = PostgresLedger.Open(new PostgresAddress(await server.CreateDatabase()), new FakeTimeProvider());
        await ledger.CreateSweep(Given.Sweep(), [.. Enumerable.Range(0, Trials).Select(number => Given.Trial(number))]);
        var me = await ledger.Claim("cells", []);
        var written = 0;
        using var quarter = new SemaphoreSlim(0);

        // Each answer must be what it would be without the failures: a start is accepted once, and its repeat refused.
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            for (var trial = lane; trial < Trials; trial += 4)
            {
                Assert.Equal([true], await ledger.Apply("cells", me, [Given.Started(trial)]));
                for (var epoch = 1; epoch <= 3; epoch++)
                    Assert.Equal([true], await ledger.Apply("cells", me, [Given.Reported(trial, epoch, 10 - epoch)]));
                Assert.Equal([true, false], await ledger.Apply("cells", me, [Given.Finished(trial), Given.Started(trial)]));
                if (Interlocked.Increment(ref written) % (Trials / 4) == 0) quarter.Release();
            }
        })));
        for (var failures = 0; failures < 3; failures++)
        {
            await quarter.WaitAsync(TestContext.Current.CancellationToken);
            if (kill) await server.Kill();
            else await server.Stop();
            await server.Resume();
        }

        await writing;
        Assert.All(await ledger.ListTrials("cells"), trial => Assert.Equal(
            (TrialStatus.Completed, 7.0, 3, 1, 0), (trial.Status, trial.Metric, trial.EpochsDone, trial.Attempts, trial.Failures)));
        Assert.Equal(Trials * 3, (await ledger.ListEpochs("cells")).Count);
        Assert.Equal(Trials, (await ledger.ListAttempts("cells")).Count);
    }

    [Fact]
    public async Task A_claim_through_a_restart_raises_the_token_once()
    {
        await using var server = await PostgresServer.Start();
        await using var ledger = PostgresLedger.Open(new PostgresAddress(await server.CreateDatabase()), new FakeTimeProvider());
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0)]);
        await server.Stop();

        var claiming = ledger.Claim("cells", []);
        await server.Resume();

        Assert.Equal(1, await claiming);
        Assert.Equal(1, (await ledger.FindSweep("cells"))!.Coordinator);
    }

    [Fact]
    public async Task A_restart_that_the_idle_writer_noticed_costs_no_write()
    {
        await using var server = await PostgresServer.Start();
        var address = new PostgresAddress($"{await server.CreateDatabase()};Keepalive=1");
        await using var ledger = PostgresLedger.Open(address, new FakeTimeProvider());
        using var session = new PostgresSession(address, "idle", TimeProvider.System, outageLimit: TimeSpan.FromMinutes(1));
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0)]);
        session.Commit(() => session.Run([new SqlCall("UPDATE sweep SET description = $1", "before")]));
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Open().StateChange += (_, change) => noticed.TrySetResult();

        await server.Restart();
        await noticed.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        session.Commit(() => session.Run([new SqlCall("UPDATE sweep SET description = $1", "after")]));

        Assert.Equal("after", (await ledger.FindSweep("cells"))!.Description);
    }

    [Fact]
    public async Task When_the_server_stays_away_the_message_names_the_place_and_the_way_out_but_no_password()
    {
        await using var server = await PostgresServer.Start();
        var address = new PostgresAddress(await server.CreateDatabase());
        await using var ledger = PostgresLedger.Open(address, new FakeTimeProvider(), outageLimit: TimeSpan.Zero);
        await server.Stop();

        var writing = await Assert.ThrowsAsync<LedgerException>(() => ledger.Claim("cells", []));
        var reading = await Assert.ThrowsAsync<LedgerException>(() => ledger.ListSweeps());
        var opening = Assert.Throws<LedgerException>(() => LedgerStore.Open(address, TimeProvider.System));

        Assert.All([writing, reading, opening], error =>
        {
            Assert.False(error.IsInputError);
            Assert.Contains($"database 'test_1' on 127.0.0.1:{server.Port} does not answer", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Password, error.ToString(), StringComparison.Ordinal);
        });
        Assert.Contains("resume", writing.Message, StringComparison.Ordinal);
    }
}
