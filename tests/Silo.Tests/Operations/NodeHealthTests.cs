using Microsoft.Extensions.Time.Testing;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

public sealed class NodeHealthTests
{
    private readonly FakeTimeProvider clock = new();
    private int asked;

    [Fact]
    public async Task Many_probes_ask_the_ledger_once_a_second()
    {
        var health = Health(() => Task.CompletedTask);

        for (var probe = 0; probe < 5; probe++) Assert.Empty(await health.Problems(TestContext.Current.CancellationToken));
        Assert.Equal(1, asked);
        clock.Advance(NodeHealth.AnswerAge);
        await health.Problems(TestContext.Current.CancellationToken);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_ledger_that_hangs_is_reported_and_not_asked_again_until_it_answers()
    {
        var (begun, hanging) = (new TaskCompletionSource(), new TaskCompletionSource());
        var health = Health(() =>
        {
            begun.TrySetResult();
            return hanging.Task;
        });
        for (var probe = 0; probe < 3; probe++)
        {
            var problems = health.Problems(TestContext.Current.CancellationToken);
            await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
            clock.Advance(NodeHealth.AnswerLimit);
            Assert.Equal(["ledger"], (await problems).Keys);
        }

        Assert.Equal(1, asked);
        hanging.SetResult();
        clock.Advance(NodeHealth.AnswerAge);

        Assert.Empty(await health.Problems(TestContext.Current.CancellationToken));
    }

    private NodeHealth Health(Func<Task> ledger) => new(() => true, () => Ask(ledger), () => false, clock);

    private Task Ask(Func<Task> ledger)
    {
        Interlocked.Increment(ref asked);
        return ledger();
    }
}
