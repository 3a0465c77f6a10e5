using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Output;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Workers;

/// <content>What becomes of what its workers write, and what it logs.</content>
internal sealed partial class WorkerSlot
{
    /// <summary>How often a reader that waits for room looks whether its trial is to end.</summary>
    private static readonly TimeSpan RoomLook = TimeSpan.FromMilliseconds(100);

    private readonly SweepFolders folders = new(options.CheckpointFolder);

    /// <summary>Keeps standard error for the trial that the slot has now; null for a program, whose output its worker keeps.</summary>
    private KeptOutput? kept;

    private void KeepOutput(TrialRef trial)
    {
        kept?.Dispose();
        kept = runsProgram ? null : new KeptOutput(folders.Of(trial.Sweep, trial.Trial), OutputSegment.Error, trial.Attempt);
    }

    private void Complained(int number, IReadOnlyList<string> lines)
    {
        stderr.Add(lines);
        KeptOutput? keeper;
        lock (gate) keeper = processes.GetValueOrDefault(number)?.Kept;
        // Outside of the lock: a slow disk must not hold up the slot.
        keeper?.Write(lines);
    }

    private void Heard(int number, IReadOnlyList<string> lines)
    {
        WaitForRoom();
        Do(effects =>
        {
            foreach (var line in lines) life.Line(number, line, stderr.ToString(), time.Now, effects);
        });
    }

    /// <summary>Reports may come faster than anybody can store them. Who reads the worker's pipe waits then, so the pipe fills, and the
    /// worker waits as well. A trial that is to end does not wait.</summary>
    private void WaitForRoom()
    {
        while (true)
        {
            Task room;
            lock (gate)
            {
                if (closing || life.IsStopping || life.Current is null) return;
                room = Events.Room();
            }

            if (room.Wait(RoomLook)) return;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Slot}: the end of a worker could not be recorded")]
    private partial void LogFault(Exception e, SlotName slot);

    [LoggerMessage(LogLevel.Debug, "{Slot}: worker {Process} started")]
    private partial void LogStart(SlotName slot, int process);

    [LoggerMessage(LogLevel.Information, "{Slot}: killing worker {Process}")]
    private partial void LogKill(SlotName slot, int process);

    [LoggerMessage(LogLevel.Debug, "{Slot}: worker {Process} ended with code {Code}")]
    private partial void LogExit(SlotName slot, int process, int code);

    [LoggerMessage(LogLevel.Warning, "{Slot}: the program of worker {Process} left processes behind that cannot be killed: {Left}; they " +
        "run as another user or hang in the kernel")]
    private partial void LogLeftovers(SlotName slot, int process, string left);

    [LoggerMessage(LogLevel.Warning, "{Slot}: a killed worker does not die; it hangs in the kernel, and the node ends without it")]
    private partial void LogUndead(SlotName slot);
}
