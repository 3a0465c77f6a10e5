using Sweep.Page.Answers;
using Sweep.Page.Sources;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What takes long ends when nobody waits for it any more.</summary>
public sealed class PatienceTests : SmallLedgerTests
{
    private const string Endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    [Fact]
    public async Task A_query_ends_with_its_time()
    {
        var answer = new QueryAnswer(Source, Clock).Make(Endless, 1, TestContext.Current.CancellationToken);
        Clock.Advance(QueryAnswer.Longest);

        var refused = await Assert.ThrowsAsync<PageRefusedException>(() => answer.WaitAsync(Limit, TestContext.Current.CancellationToken));

        Assert.Equal(503, refused.Status);
        Assert.Contains("60 seconds", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sweep query", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_ends_with_its_asker()
    {
        using var gone = new CancellationTokenSource();
        var answer = new QueryAnswer(Source, Clock).Make(Endless, 1, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_model_writes_no_longer_than_its_asker_waits()
    {
        await using var page = await ServedPage.Start();
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        page.Source.Writing = async (_, cancel) =>
        {
            begun.SetResult();
            await using var hears = cancel.Register(ended.SetResult);
            await ended.Task;
            throw new OperationCanceledException(cancel);
        };
        using var gone = new CancellationTokenSource();
        var answer = page.Client.GetAsync("/api/s/cells/trials/0/sample", gone.Token);
        await begun.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        await gone.CancelAsync();

        await ended.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }
}
