using Microsoft.Extensions.Time.Testing;
using Sweep.Silo.Hosting;

namespace Sweep.Silo.Tests.Hosting;

public sealed class BoundedDisposalTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task What_ends_is_waited_for()
    {
        using var may = new ManualResetEventSlim();
        var disposal = BoundedDisposal.Of(new Blocking(may), clock);
        Assert.False(disposal.IsCompleted);

        may.Set();

        Assert.True(await disposal);
    }

    [Fact]
    public async Task What_never_ends_is_left_after_the_limit()
    {
        using var never = new ManualResetEventSlim();
        var disposal = BoundedDisposal.Of(new Blocking(never), clock);

        clock.Advance(BoundedDisposal.Limit);

        Assert.False(await disposal);
        never.Set();
    }

    [Fact]
    public async Task What_fails_says_so() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => BoundedDisposal.Of(new Failing(), clock));

    private sealed class Blocking(ManualResetEventSlim may) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            may.Wait();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Failing : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("broken");
    }
}
