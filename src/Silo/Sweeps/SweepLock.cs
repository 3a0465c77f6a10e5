using Polly;
using Polly.Retry;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Sweeps;

/// <summary>Held while a process coordinates a sweep of a ledger, so that a second one does not take it over by accident. The operating
/// system frees it when the process ends, however it ends.</summary>
public sealed class SweepLock : IDisposable
{
    // What .NET puts into HResult when the lock is taken: EWOULDBLOCK of Linux, ERROR_SHARING_VIOLATION of Windows.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    private const int MaxOwnerBytes = 4096;

    // Who only asks whether a sweep runs holds the lock for a moment; a coordinator holds it for long.
    private static readonly ResiliencePipeline<FileStream> WhileHeld = new ResiliencePipelineBuilder<FileStream>()
        .AddRetry(new RetryStrategyOptions<FileStream>
        {
            MaxRetryAttempts = 9,
            Delay = TimeSpan.FromMilliseconds(30),
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is IOException error && IsHeld(error)),
        }).Build();

    private readonly FileStream file;

    private SweepLock(FileStream file) => this.file = file;

    /// <exception cref="SweepRefusedException">Another process holds it, or the folder cannot be written.</exception>
    public static async Task<SweepLock> Take(SweepFolders folders, string sweep, CancellationToken cancel)
    {
        var path = Path.Combine(folders.Of(sweep), "lock");
        // A locked file cannot even be read by others, so who holds it stands beside it.
        var owner = path + ".owner";
        try
        {
            Directory.CreateDirectory(folders.Of(sweep));
            var taken = new SweepLock(await Open(path, cancel));
            WriteOwner(owner, taken);
            return taken;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SweepRefusedException(
                $"cannot write {path}: {e.Message}; give the user who runs the node access to {folders.Of(sweep)}", isInputError: true);
        }
        catch (IOException e) when (IsHeld(e))
        {
            var holder = Holder(owner);
            throw new SweepRefusedException(
                $"'{sweep}' is already running in {holder}; stop it there first ('top {sweep}' shows its results so far)",
                isInputError: true);
        }
        catch (IOException e)
        {
            throw new SweepRefusedException($"cannot write {path}: {e.Message}");
        }
    }

    public void Dispose() => file.Dispose();

    private static void WriteOwner(string owner, SweepLock taken)
    {
        try
        {
            RegularFile.Require(owner);
            File.WriteAllText(owner, $"process {Environment.ProcessId} on host {Environment.MachineName}");
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static async Task<FileStream> Open(string path, CancellationToken cancel) =>
        await WhileHeld.ExecuteAsync(
            _ => ValueTask.FromResult(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)), cancel);

    private static bool IsHeld(IOException e) => e.HResult is WouldBlock or SharingViolation;

    private static string Holder(string owner)
    {
        try
        {
            return RegularFile.ReadText(owner, MaxOwnerBytes) is { Length: > 0 } text ? text : "another process";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
