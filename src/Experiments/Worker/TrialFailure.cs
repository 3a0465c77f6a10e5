using System.Runtime.InteropServices;
using Sweep.Contracts;
using Sweep.Models.Native;

namespace Sweep.Experiments.Worker;

/// <summary>Turns what an attempt threw into an outcome and a sentence for people.</summary>
internal static class TrialFailure
{
    // Linux errno 28 and 122, and Windows ERROR_DISK_FULL as .NET puts them into HResult.
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int DiskFull = unchecked((int)0x80070070);

    public static TrialEnded Of(Exception error) => error switch
    {
        TrialException known => Ended(known.Outcome, known.Message),
        // No attempt of any trial can do better before somebody installs what is missing.
        LibtorchException torch => Ended(AttemptOutcome.NodeFault, torch.Message),
        OutOfMemoryException =>
            Ended(AttemptOutcome.OutOfMemory, "the worker's memory is used up; make the model, batch_size or num_steps smaller"),
        ExternalException native when IsMemory(native.Message) => Ended(
            AttemptOutcome.OutOfMemory,
            $"libtorch found no memory ({FirstLine(native.Message)}); make the model, batch_size or num_steps smaller, or run fewer " +
                "trials per device"),
        IOException io => Ended(IsDiskFull(io) ? AttemptOutcome.NodeFault : AttemptOutcome.Error, Describe(io)),
        UnauthorizedAccessException denied =>
            Ended(AttemptOutcome.NodeFault, $"{FirstLine(denied.Message)} Give the user who runs the node access to it"),
        _ => Ended(AttemptOutcome.Error, Words(error)),
    };

    /// <summary>What kind of error it is, and the first line of what it says.</summary>
    public static string Words(Exception error) => $"{error.GetType().Name}: {FirstLine(error.Message)}";

    /// <summary>True when the disk is full.</summary>
    public static bool IsDiskFull(IOException error) => error.HResult is NoSpaceLeft or QuotaExceeded or DiskFull;

    private static string Describe(IOException error) => IsDiskFull(error)
        ? $"the disk is full: {FirstLine(error.Message)} Free some space, then resume the sweep"
        : FirstLine(error.Message);

    private static bool IsMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) ||
        message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase) ||
        message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase);

    public static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}
