using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Reports.Progress;

namespace Sweep.Client.Progress;

/// <summary>Shows nothing but what must not be missed: why something failed, or waits.</summary>
/// <param name="output">Where to.</param>
public sealed class QuietProgress(ConsoleWriter output) : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view)
    {
    }

    public void Notice(string text) => output.WriteLine($"! {text}");
}
