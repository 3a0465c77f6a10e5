using System.Collections.Concurrent;
using System.Text.Json;
using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>A worker's life: says ready, runs one trial after the other as the node orders, and dies when the node is gone.</summary>
/// <remarks>Trials run on the thread that calls <see cref="Run"/>, without await: dispose scopes of libtorch belong to a thread.</remarks>
/// <param name="commands">The worker's standard input.</param>
/// <param name="output">The worker's standard output; nothing else may write to it.</param>
/// <param name="parts">Experiments, clock, log and the way to die.</param>
public sealed class WorkerLoop(TextReader commands, TextWriter output, WorkerParts parts) : IDisposable
{
    private readonly EventWriter events = new(output, parts.Time, parts.Die);
    private readonly BlockingCollection<TrialContext> orders = [];
    private volatile TrialContext? latest;
    private volatile bool misunderstood;

    /// <summary>Serves until the node closes the worker's standard input.</summary>
    /// <returns>Exit code: 0; 2 when a line was no command of the protocol.</returns>
    public int Run()
    {
        events.Write(new WorkerReady { Protocol = WorkerProtocol.Version, Program = parts.Program });
        events.Flush();
        new Thread(Listen) { IsBackground = true, Name = "commands" }.Start();
        foreach (var trial in orders.GetConsumingEnumerable())
        {
            var ended = RunOne(trial);
            Interlocked.CompareExchange(ref latest, null, trial);
            trial.Write(ended);
            events.Flush();
        }
        return misunderstood ? 2 : 0;
    }

    /// <summary>Ends the running trial as preempted, with a checkpoint, then the loop: for SIGTERM. Harmless when repeated.</summary>
    public void Terminate()
    {
        latest?.AskToLeave(new StopTrial { Outcome = AttemptOutcome.Preempted, Reason = "the worker was asked to terminate (SIGTERM)" });
        Close();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        events.Dispose();
        orders.Dispose();
    }

    private TrialEnded RunOne(TrialContext trial)
    {
        try
        {
            return Find(trial.Order).Run(trial);
        }
        catch (Exception e)
        {
            var ended = TrialFailure.Of(e);
            trial.Log(e is TrialException ? $"{ended.Outcome}: {ended.Reason}" : e.ToString());
            return ended;
        }
    }

    private Experiment Find(StartTrial order)
    {
        if (order.Protocol != WorkerProtocol.Version)
            throw new TrialException(AttemptOutcome.Error,
                $"the node speaks worker protocol {order.Protocol}, this worker {WorkerProtocol.Version}; start both from the same build");
        return parts.Experiments.FirstOrDefault(experiment => experiment.Definition.Name == order.Experiment)
            ?? throw new TrialException(AttemptOutcome.BadInput,
                $"this worker knows no experiment '{order.Experiment}', only " +
                string.Join(", ", parts.Experiments.Select(experiment => experiment.Definition.Name).Order(StringComparer.Ordinal)));
    }

    private void Listen()
    {
        try
        {
            while (commands.ReadLine() is { } line)
            {
                if (line.Length > 0) Take(WorkerProtocol.ReadCommand(line));
            }
        }
        catch (JsonException e)
        {
            parts.Log.WriteLine(
                $"not a command of worker protocol {WorkerProtocol.Version}: {e.Message}; start node and worker from the same build");
            misunderstood = true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A broken pipe means the same as a closed one: the node is gone.
        }
        // Nobody is left to hear of this trial, so it ends in the middle of whatever native code is running.
        if (latest is not null) parts.Die();
        Close();
    }

    private void Close()
    {
        try
        {
            orders.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // The loop ended first.
        }
    }

    private void Take(WorkerCommand command)
    {
        if (command is StopTrial stop) latest?.AskToStop(stop);
        if (command is not StartTrial start) return;
        latest = new TrialContext(start, events, parts.Time, parts.Log);
        try
        {
            orders.Add(latest);
        }
        catch (InvalidOperationException)
        {
            latest = null; // Terminate came first; the node sees from the end of this process that nobody took the order.
        }
    }
}

/// <summary>What a <see cref="WorkerLoop"/> works with.</summary>
public sealed record WorkerParts
{
    /// <summary>What it can run.</summary>
    public required IReadOnlyList<Experiment> Experiments { get; init; }

    /// <summary>Ends this process at once, whatever its other threads do.</summary>
    public required Action Die { get; init; }

    /// <summary>Where lines for people go: standard error.</summary>
    public required TextWriter Log { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Name and version of the program, for logs.</summary>
    public string Program { get; init; } = "sweep";
}
