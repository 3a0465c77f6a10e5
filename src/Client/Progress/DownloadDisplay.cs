using Sweep.Client.Rendering;
using Sweep.Contracts.Text;
using Sweep.Experiments.Data;
using Sweep.Reports.Text;

namespace Sweep.Client.Progress;

/// <summary>Shows a download: a bar that fills on a terminal, one line in a pipe.</summary>
public sealed class DownloadDisplay(ConsoleWriter output, TerminalFacts terminal) : IProgress<DownloadProgress>
{
    private const int Width = 30;

    private string? shown;

    public void Report(DownloadProgress value)
    {
        var title = $"downloading {value.Corpus} ({Numbers.Bytes(value.TotalBytes)})";
        if (!terminal.IsTerminal)
        {
            if (shown != title) output.WriteLine($"{title} ...");
            shown = title;
            return;
        }
        var filled = (int)(Width * Math.Clamp(value.Bytes / (double)Math.Max(1, value.TotalBytes), 0, 1));
        var line = $"\r{Printable.Line(title)} {new string('█', filled)}{new string('░', Width - filled)}";
        if (line == shown) return;
        shown = line;
        output.Raw.Write(line);
        if (filled == Width) output.WriteLine();
    }
}
