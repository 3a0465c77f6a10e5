using Sweep.Client.Nodes;
using Sweep.Ledger;

namespace Sweep.Client.Tests.Nodes;

public sealed class DatabaseWaitTests : IDisposable
{
    private readonly StringWriter said = new();
    private int starts;

    public void Dispose() => said.Dispose();

    [Fact]
    public async Task A_database_that_comes_up_is_waited_for_and_the_user_is_told_once()
    {
        var node = await Wait(() => starts == 4 ? Task.FromResult("node") : throw new LedgerException("the database does not answer"));

        Assert.Equal(("node", 4), (node, starts));
        Assert.Equal("! the database does not answer; waiting up to 60 s for it\n", said.ToString());
    }

    [Fact]
    public async Task After_a_minute_it_is_given_up_with_the_databases_words()
    {
        var error = await Assert.ThrowsAsync<LedgerException>(() => Wait(() => throw new LedgerException("the database does not answer")));

        Assert.Equal("the database does not answer", error.Message);
        Assert.Equal(61, starts);
    }

    [Fact]
    public async Task A_refusal_is_no_reason_to_wait()
    {
        await Assert.ThrowsAsync<LedgerException>(() =>
            Wait(() => throw new LedgerException("the database refuses the password", isInputError: true)));

        Assert.Equal((1, ""), (starts, said.ToString()));
    }

    private Task<string> Wait(Func<Task<string>> start) => new DatabaseWait(new LeapingClock(), said).For(
        () =>
        {
            starts++;
            return start();
        },
        CancellationToken.None);

    /// <summary>Each pause passes at once, and takes its time on the clock.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            now += dueTime.Ticks;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
