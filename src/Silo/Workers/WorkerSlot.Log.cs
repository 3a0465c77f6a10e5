using Microsoft.Extensions.Logging;
using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <content>What it logs.</content>
internal sealed partial class WorkerSlot
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Slot}: the end of a worker could not be recorded")]
    private partial void LogFault(Exception e, SlotName slot);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Slot}: worker {Process} started")]
    private partial void LogStart(SlotName slot, int process);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Slot}: killing worker {Process}")]
    private partial void LogKill(SlotName slot, int process);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Slot}: worker {Process} ended with code {Code}")]
    private partial void LogExit(SlotName slot, int process, int code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Slot}: the program of worker {Process} left processes behind that cannot be " +
        "killed: {Left}; they run as another user or hang in the kernel")]
    private partial void LogLeftovers(SlotName slot, int process, string left);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Slot}: a killed worker does not die; it hangs in the kernel, and the node ends without it")]
    private partial void LogUndead(SlotName slot);
}
