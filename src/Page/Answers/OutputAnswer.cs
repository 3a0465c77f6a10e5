using System.Text;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

/// <summary>What a trial wrote, piece by piece.</summary>
internal sealed class OutputAnswer(IPageSource source, OpenSweep sweep, TrialRow trial)
{
    /// <summary>Bytes of the longest character in UTF-8, less one.</summary>
    private const int MostBegun = 3;

    /// <param name="stream"><c>out</c> or <c>error</c>.</param>
    /// <exception cref="PageRefusedException">There is no such stream, or it cannot be read now.</exception>
    public async Task<object> Make(string stream, long offset)
    {
        if (stream is not ("out" or "error")) throw PageRefusedException.BadInput($"'stream' expects out or error, found '{stream}'");
        var part = trial.Slot is null ? null : await source.ReadOutput(trial, stream == "error", offset);
        var isLive = !trial.Status.IsFinal() && source.StateOf(sweep.Row) == "running";
        var bytes = part?.Bytes ?? [];
        // A character whose end is still to come begins the next piece; at the end of all it is shown as it is.
        var whole = isLive || bytes.Length > MostBegun ? Whole(bytes) : bytes.Length;
        var from = part?.Offset ?? offset;
        return new
        {
            Stream = stream,
            Offset = offset,
            Next = from + whole,
            KeptFrom = from,
            Text = Encoding.UTF8.GetString(bytes, 0, whole),
            Live = isLive,
        };
    }

    /// <summary>Bytes up to the last character that is whole.</summary>
    internal static int Whole(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(MostBegun, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0b1100_0000) == 0b1000_0000) continue;
            var length = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
