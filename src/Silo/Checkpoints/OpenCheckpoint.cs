using System.Security.Cryptography;
using Sweep.Contracts.Files;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>A checkpoint's file, held open: what a worker renames over it meanwhile does not change what is read here.</summary>
internal sealed class OpenCheckpoint : IAsyncDisposable
{
    private readonly FileStream file;

    private OpenCheckpoint(CheckpointKind kind, string path, FileStream file) =>
        (Kind, Path, this.file, Stamp) = (kind, path, file, new FileStamp(file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle)));

    public CheckpointKind Kind { get; }
    public string Path { get; }

    /// <summary>Of the open file, whatever has its name by now.</summary>
    public FileStamp Stamp { get; }

    /// <summary>Opens it; null when there is none, or something that is no file.</summary>
    public static OpenCheckpoint? Of(CheckpointKind kind, string path)
    {
        try
        {
            return new OpenCheckpoint(kind, path, RegularFile.Open(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or NotRegularFileException)
        {
            return null;
        }
    }

    /// <summary>What it says of itself; null when it is not ours or damaged.</summary>
    public TrialCheckpoint? Header() => CheckpointHeader.Of(FromStart());

    /// <summary>SHA-256 of the whole file.</summary>
    public async Task<string> Hash(CancellationToken cancel) => Convert.ToHexStringLower(await SHA256.HashDataAsync(FromStart(), cancel));

    public Stream FromStart()
    {
        file.Position = 0;
        return file;
    }

    /// <summary>What a storage is told of it.</summary>
    public StoredCheckpoint As(CheckpointKey key, int attempt, TrialCheckpoint header, string hash) => new()
    {
        Key = key,
        Attempt = attempt,
        Epoch = header.Epoch,
        Batch = header.Batch,
        Sha256 = hash,
        Bytes = Stamp.Length,
    };

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
