using Sweep.Experiments.Contracts;

namespace Sweep.Client.Progress;

/// <summary>Shows nothing: the end of the sweep says what went wrong.</summary>
public sealed class QuietProgress : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view)
    {
    }

    public void Notice(string text)
    {
    }
}
