using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Search.Objectives;
using Sweep.Silo.Outcomes;

namespace Sweep.Silo.Notes;

/// <summary>Looks at the sweeps that this node coordinates and sends their notes, several times where the receiver does not answer. A note
/// of the end is sent before the node leaves; one that its node takes along when it is killed is not sent by another.</summary>
/// <param name="clock">Measures how long nothing was reported, and waits between tries.</param>
/// <param name="variable">Value of an environment variable of this node.</param>
/// <param name="othersGoOn">True when another node goes on with a sweep that this one gives up.</param>
/// <param name="notice">Told of what could not be sent, a line for people.</param>
public sealed partial class NoteSender(
    ILedger ledger, HttpMessageInvoker http, TimeProvider clock, Func<string, string?> variable, bool othersGoOn,
    Action<string> notice, ILogger<NoteSender> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(15);

    /// <summary>How long nobody looks, so that silence is told in time and no wait is too long for a timer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource leaving = new();
    private readonly ConcurrentDictionary<Task, byte> followed = new();

    private readonly ResiliencePipeline<bool> tries = new ResiliencePipelineBuilder<bool> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = new PredicateBuilder<bool>().HandleResult(false).Handle<HttpRequestException>().Handle<TimeoutException>(),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
        })
        .Build();

    /// <summary>A look at a sweep: a snapshot that is newer than the version, or the same after the time.</summary>
    public delegate Task<SweepProgress> Look(long version, TimeSpan wait, CancellationToken cancel);

    /// <summary>Sends the notes of a sweep until this node no longer coordinates it.</summary>
    public void Follow(string sweep, NotifyRules rules, Look look)
    {
        var task = Task.Run(() => FollowToEnd(sweep, rules, look));
        followed[task] = 0;
        _ = task.ContinueWith(done => followed.TryRemove(done, out _), TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what there is to tell of sweeps that have ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await leaving.CancelAsync();
        await Task.WhenAny(Task.WhenAll(followed.Keys), Task.Delay(LeaveLimit, clock, cancellationToken));
    }

    public void Dispose() => leaving.Dispose();

    private async Task FollowToEnd(string sweep, NotifyRules rules, Look look)
    {
        try
        {
            var (notes, began) = (new NoteLog(rules), clock.GetTimestamp());
            var row = await ledger.FindSweep(sweep) ?? throw new InvalidOperationException("it is not in the ledger");
            for (var progress = await look(-1, TimeSpan.Zero, default); ; progress = await Next(look, progress, rules))
            {
                if (notes.Take(progress, clock.GetElapsedTime(began)) is { } kind) await Tell(kind, row, rules, progress);
                if (progress.IsOver || leaving.IsCancellationRequested) return;
            }
        }
        catch (Exception e)
        {
            NotSent(sweep, e.Message);
        }
    }

    private async Task<SweepProgress> Next(Look look, SweepProgress seen, NotifyRules rules)
    {
        try
        {
            return await look(seen.Version, rules.StalledAfter < LongestWait ? rules.StalledAfter : LongestWait, leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // It may have ended in this moment.
            return await look(-1, TimeSpan.Zero, default);
        }
    }

    private async Task Tell(NoteKind kind, SweepRow row, NotifyRules rules, SweepProgress progress)
    {
        var now = await Now(row);
        // Another node goes on with it; or its user has cancelled it.
        if (kind == NoteKind.Failed && othersGoOn && now?.Status == SweepStatus.Running) return;
        if (now?.Status == SweepStatus.Cancelled) return;
        var address = rules.Variable is { } name ? variable(name) : rules.To;
        if (address is null || !NotifyRules.IsAddress(address))
        {
            LogNoAddress(row.Name, rules.To);
            notice($"nobody is told of '{row.Name}': {rules.To} has no address here; set this variable");
            return;
        }

        var note = new SweepNote(kind, row, progress, null);
        if (row.IsRanked && kind == NoteKind.Finished) note = await WithBest(note);
        try
        {
            if (await tries.ExecuteAsync(async _ => await Sent(address, note))) return;
            NotSent(row.Name, "the receiver does not take it");
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or RefusedException)
        {
            NotSent(row.Name, e.Message);
        }
    }

    /// <summary>The sweep as the ledger has it now; null when it cannot be asked.</summary>
    private async Task<SweepRow?> Now(SweepRow row)
    {
        try
        {
            return await ledger.FindSweep(row.Name);
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private async Task<SweepNote> WithBest(SweepNote note)
    {
        var (name, goals) = (note.Sweep.Name, Goals.Parse(note.Sweep.Goals, note.Sweep.Metric, note.Sweep.Maximize));
        return note.With(await ledger.ListTrials(name), goals, await ledger.ListOutcomes(name, goals));
    }

    private async Task<bool> Sent(string address, SweepNote note)
    {
        // With its length: not every receiver takes a body in chunks.
        var body = new StringContent(note.ToJson().ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        using var limit = new CancellationTokenSource(TryLimit, clock);
        try
        {
            using var answer = await http.SendAsync(request, limit.Token);
            var code = (int)answer.StatusCode;
            // Asking again does not mend an address that is wrong.
            return code is < 400 or >= 500 or 408 or 429
                ? answer.IsSuccessStatusCode : throw new RefusedException($"the receiver refuses it ({code})");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no answer within {TryLimit.TotalSeconds:0} s");
        }
    }

    private void NotSent(string sweep, string reason)
    {
        LogNotSent(sweep, reason);
        notice($"the note of '{sweep}' could not be sent: {reason}");
    }

    private sealed class RefusedException(string message) : Exception(message);

    // The address may be a secret.
    [LoggerMessage(LogLevel.Warning, "the note of sweep {Sweep} could not be sent: {Reason}")]
    private partial void LogNotSent(string sweep, string reason);

    [LoggerMessage(LogLevel.Warning, "the note of sweep {Sweep} goes to {To}, which is no address on this node: set it")]
    private partial void LogNoAddress(string sweep, string to);
}
