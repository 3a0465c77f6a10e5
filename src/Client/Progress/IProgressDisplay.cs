using Sweep.Contracts;
using Sweep.Reports.Progress;

namespace Sweep.Client.Progress;

/// <summary>Shows a running sweep.</summary>
public interface IProgressDisplay
{
    /// <summary>Shows a snapshot; may skip it when it comes too soon after the last one.</summary>
    void Show(SweepProgress progress, ProgressView view);

    /// <summary>Says something that must not be missed, above whatever is shown live.</summary>
    void Notice(string text);
}
