using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sweep.Silo.Tests.Fakes;

/// <summary>Keeps what is logged, and lets a test wait for a line.</summary>
internal sealed class LogWatch : ILoggerProvider, ILogger
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<(string Fragment, TaskCompletionSource Seen)> waiting = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    /// <summary>Completes when a line with these words was logged, now or earlier.</summary>
    public async Task Said(string fragment)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue((fragment, seen));
        if (lines.Any(line => line.Contains(fragment, StringComparison.Ordinal))) seen.TrySetResult();
        try
        {
            await seen.Task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"nothing said '{fragment}' within {Limit.TotalSeconds} s; said was:\n{string.Join('\n', lines)}");
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        lines.Enqueue(line);
        foreach (var (fragment, seen) in waiting)
        {
            if (line.Contains(fragment, StringComparison.Ordinal)) seen.TrySetResult();
        }
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
