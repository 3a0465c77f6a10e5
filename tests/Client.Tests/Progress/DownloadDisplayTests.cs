using Sweep.Client.Progress;
using Sweep.Client.Rendering;
using Sweep.Experiments.Data;

namespace Sweep.Client.Tests.Progress;

public sealed class DownloadDisplayTests
{
    [Fact]
    public void Pipe_gets_one_line() => Assert.Equal("downloading time-machine (2.0 KiB) ...\n", Shown(TerminalFacts.None));

    [Fact]
    public void Terminal_gets_a_bar_that_fills_and_a_line_break_at_the_end()
    {
        var steps = Shown(new TerminalFacts(true, false, 80)).Split('\r', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal($"downloading time-machine (2.0 KiB) {new string('░', 30)}", steps[0]);
        Assert.Equal($"downloading time-machine (2.0 KiB) {new string('█', 15)}{new string('░', 15)}", steps[1]);
        Assert.Equal($"downloading time-machine (2.0 KiB) {new string('█', 30)}\n", steps[2]);
    }

    private static string Shown(TerminalFacts terminal)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var display = new DownloadDisplay(new ConsoleWriter(output), terminal);
        foreach (var bytes in new[] { 0, 1, 1024, 2048 }) display.Report(new DownloadProgress("time-machine", bytes, 2048));
        return output.ToString();
    }
}
