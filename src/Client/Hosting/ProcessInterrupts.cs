using System.Globalization;
using System.Runtime.InteropServices;

namespace Sweep.Client.Hosting;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to wind down (what cannot ends at once, see <see cref="CommandLine"/>); the
/// second one ends the process at once, as the system does by itself. A terminal that closes (SIGHUP) is such a request too, but never the
/// second one: a shell and the system often both send it. Where whoever started the program told it to outlive its terminal
/// (<c>nohup</c>), it does.</summary>
public sealed class ProcessInterrupts : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly IReadOnlyList<PosixSignalRegistration> registrations;
    private int signals;

    public ProcessInterrupts() => registrations = [.. HandledSignals().Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    public CancellationToken Requested => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private static IEnumerable<PosixSignal> HandledSignals() =>
        IgnoredSignals.HasHangUp() ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private void OnSignal(PosixSignalContext context)
    {
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Increment(ref signals) > 1)
        {
            // The live display hides the cursor and will not get to bring it back.
#pragma warning disable RS0030 // A control sequence of our own, and nothing else is left to write to.
            if (!Console.IsErrorRedirected) Console.Error.Write("\e[?25h\n");
#pragma warning restore RS0030
            return;
        }
        context.Cancel = true;
        // Elsewhere, because whoever listens may not hold up the signal thread: the second Ctrl-C must get through.
        _ = Task.Run(source.Cancel);
    }
}

/// <summary>Which signals whoever started this process told the system to ignore for it, as <c>nohup</c> does.</summary>
public static class IgnoredSignals
{
    private const string Line = "SigIgn:";
    private const ulong HangUp = 1;

    /// <summary>True when SIGHUP is ignored; to be asked before anything here handles it.</summary>
    public static bool HasHangUp()
    {
        try
        {
            return OperatingSystem.IsLinux() && HasHangUp(File.ReadAllText("/proc/self/status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same by a text of <c>/proc/PID/status</c>: the line holds a bit for each signal, in base 16.</summary>
    public static bool HasHangUp(string status) =>
        status.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            && (mask & HangUp) != 0;
}
