using System.Text;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Output;

/// <summary>Keeps what a trial writes to one of its standard streams, over all its attempts, in the trial's folder: whole up to a bound,
/// beyond it the beginning (half of the bound) and the end (a quarter at least). No file is made before the first byte. Thread-safe; what
/// cannot be written is lost and ends nothing.</summary>
/// <param name="folder">Folder of the trial.</param>
/// <param name="stream"><see cref="OutputSegment.Out"/> or <see cref="OutputSegment.Error"/>.</param>
/// <param name="attempt">The attempt, from 1. What a later one writes stands behind a line with its number.</param>
/// <param name="bound">Bytes that are kept, at least 4; default 8 MiB.</param>
public sealed class KeptOutput(string folder, string stream, int attempt, long bound = KeptOutput.Bound) : IDisposable
{
    /// <summary>Bytes that are kept of each stream of a trial.</summary>
    public const long Bound = 8 << 20;

    private readonly Lock gate = new();
    private FileStream? file;
    private long offset;
    private bool isOver;

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (isOver || bytes.IsEmpty) return;
            try
            {
                if (file is null) Open();
                Put(bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk is found by whoever writes what must not be lost.
                Close();
            }
        }
    }

    /// <summary>Adds lines.</summary>
    public void Write(IReadOnlyList<string> lines) =>
        Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate) Close();
    }

    private void Close()
    {
        isOver = true;
        file?.Dispose();
        file = null;
    }

    private void Open()
    {
        Directory.CreateDirectory(folder);
        var last = OutputSegment.Of(folder, stream) is [.., var found] ? found : null;
        Append(last?.Offset ?? 0);
        if (attempt > 1) Put(Encoding.UTF8.GetBytes($"{(last is { Length: > 0 } ? "\n" : "")}--- attempt {attempt} ---\n"));
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = (offset == 0 ? bound / 2 : bound / 4) - file!.Position;
            if (room <= 0)
            {
                Turn();
                continue;
            }

            var some = bytes[..(int)Math.Min(room, bytes.Length)];
            file.Write(some);
            bytes = bytes[some.Length..];
        }
    }

    /// <summary>Goes on in a new segment; the beginning stays, and of the others the last one.</summary>
    private void Turn()
    {
        var next = offset + file!.Position;
        file.Dispose();
        foreach (var old in OutputSegment.Of(folder, stream).Where(segment => segment.Offset > 0 && segment.Offset < offset))
            File.Delete(old.Path);
        Append(next);
    }

    private void Append(long at)
    {
        offset = at;
        var path = OutputSegment.PathOf(folder, stream, at);
        RegularFile.Require(path);
        // Unbuffered: whoever follows sees it at once, and a kill loses nothing.
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
    }
}
