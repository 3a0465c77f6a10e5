using Sweep.Experiments.Contracts;

namespace Sweep.Client.Progress;

/// <summary>Shows nothing but what must not be missed.</summary>
public sealed class QuietProgress(TextWriter output) : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view)
    {
    }

    public void Notice(string text) => output.WriteLine($"! {text}");
}
