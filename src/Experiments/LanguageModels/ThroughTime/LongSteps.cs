using Sweep.Experiments.Data;
using Sweep.Models;
using Sweep.Models.Language;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>The steps of a trial whose gradients pass between windows. A step reads one window, forward or backward; a stretch of windows
/// ends with gradients for the optimiser.</summary>
/// <remarks>Nothing of it is in a checkpoint: gone on with in the middle of a stretch, what was read of it is read again
/// (<see cref="CatchUp"/>), with the same bits, since no parameter changes within a stretch.</remarks>
internal sealed class LongSteps(LanguageModelTrialOptions options, TrialSeeds seeds, LanguageModel model) : IDisposable
{
    private TruncationPlan? plan;
    private WindowChain? chain;
    private Stretch stretch;
    private int epoch;

    /// <summary>Goes to an epoch, from 1, of so many windows; gives its steps.</summary>
    public int Begin(int number, int windows)
    {
        Dispose();
        epoch = number;
        var cut = options.ThroughTime.Truncation == Truncation.Full ? 0 : options.ThroughTime.Cut;
        plan = TruncationPlan.For(cut, windows, seeds, number);
        return plan.Steps;
    }

    /// <summary>Windows that the first steps of the epoch have read forward.</summary>
    public int Read(int steps) => plan!.Read(steps);

    /// <summary>Takes again the first step of the stretch under way that was not yet, before a checkpoint's own; false when there is none.
    /// <paramref name="carried"/> is the state before the stretch.</summary>
    public bool CatchUp(EpochBatches batches, int step, RecurrentState carried)
    {
        if (step == plan!.Steps) return false;
        Find(batches, step, carried);
        if (chain!.Done == step - stretch.FirstStep) return false;
        chain.Next()?.Dispose();
        return true;
    }

    /// <summary>Takes a step. Those before it in its stretch must be taken.</summary>
    /// <param name="batches">The epoch's windows.</param>
    /// <param name="step">Number of the step in the epoch, from 0.</param>
    /// <param name="carried">State before the stretch that the step belongs to; must not change before its last step.</param>
    /// <returns>Mean nats of the window that was read forward; and after the last step of a stretch, whose gradients are now in the
    /// parameters, the state after it. Both belong to the caller's dispose scope.</returns>
    public (Tensor? Nats, RecurrentState? End) Take(EpochBatches batches, int step, RecurrentState carried)
    {
        Find(batches, step, carried);
        var nats = chain!.Next();
        if (!chain.IsDone) return (nats, null);
        var end = chain.End.Detach();
        Dispose();
        return (nats, end);
    }

    public void Dispose()
    {
        chain?.Dispose();
        chain = null;
    }

    private void Find(EpochBatches batches, int step, RecurrentState carried)
    {
        if (chain is not null) return;
        stretch = plan!.At(step);
        var first = stretch.First;
        chain = new WindowChain(model, number => Window(batches, first + number), stretch.Count, carried)
        {
            Share = plan.Share,
            Pass = plan.Pass,
        };
    }

    private Batch Window(EpochBatches batches, int number)
    {
        if (options.HasDropout) manual_seed(seeds.Dropout(epoch, number));
        return batches[number];
    }
}
