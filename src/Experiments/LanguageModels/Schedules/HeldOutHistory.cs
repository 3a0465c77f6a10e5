namespace Sweep.Experiments.LanguageModels.Schedules;

/// <summary>What a trial remembers of its held-out losses, as numbers that a checkpoint holds.</summary>
/// <param name="name">Its name in a checkpoint.</param>
/// <param name="numbers">What it begins with; changed in place, also by who goes on from a checkpoint.</param>
public abstract class HeldOutHistory(string name, double[] numbers)
{
    /// <summary>Its name in a checkpoint.</summary>
    public string Name => name;

    /// <summary>All that it remembers.</summary>
    public double[] Numbers => numbers;

    /// <summary>Takes the loss of an epoch that is done, in nats per token.</summary>
    public abstract void Add(double loss);
}

/// <summary>When a plateau reduces the learning rate: <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c> with <c>mode="min"</c>, a relative
/// threshold of 1e-4 and no cooldown.</summary>
/// <param name="patience">Epochs in a row without a better loss that pass before a reduction, at least 0.</param>
public sealed class PlateauHistory(int patience) : HeldOutHistory("schedule", [double.PositiveInfinity, 0, 0])
{
    private const double Threshold = 1e-4;

    /// <summary>Reductions so far.</summary>
    public int Reductions => (int)Numbers[2];

    /// <inheritdoc />
    public override void Add(double loss)
    {
        var (best, bad) = (Numbers[0], Numbers[1]);
        (best, bad) = loss < best * (1 - Threshold) ? (loss, 0) : (best, bad + 1);
        if (bad > patience) (bad, Numbers[2]) = (0, Numbers[2] + 1);
        (Numbers[0], Numbers[1]) = (best, bad);
    }
}

/// <summary>When a trial ends before its last epoch: its loss has not been below its best for so many epochs in a row
/// (Prechelt 1998).</summary>
/// <param name="patience">That many, at least 1.</param>
public sealed class PatienceHistory(int patience) : HeldOutHistory("patience", [double.PositiveInfinity, 0])
{
    /// <summary>True when it is over.</summary>
    public bool IsOver => Numbers[1] >= patience;

    /// <summary>Forgets all losses.</summary>
    public void Begin() => (Numbers[0], Numbers[1]) = (double.PositiveInfinity, 0);

    /// <inheritdoc />
    public override void Add(double loss) =>
        (Numbers[0], Numbers[1]) = loss < Numbers[0] ? (loss, 0) : (Numbers[0], Numbers[1] + 1);
}

/// <summary>When averaging begins by itself: the loss is above the best of all but the last epochs before it (Merity et al. 2018,
/// algorithm 1, the non-monotonic trigger).</summary>
/// <param name="interval">Those last epochs, n of the paper, at least 1.</param>
public sealed class TriggerHistory(int interval) : HeldOutHistory("averaging.trigger", Begin(interval))
{
    /// <summary>True once it went off.</summary>
    public bool IsOn => Numbers[0] > 0;

    /// <inheritdoc />
    /// <remarks>Numbers: whether it went off, the best of the older losses, then the last ones, newest first.</remarks>
    public override void Add(double loss)
    {
        if (loss > Numbers[1]) Numbers[0] = 1;
        Numbers[1] = Math.Min(Numbers[1], Numbers[^1]);
        for (var i = Numbers.Length - 1; i > 2; i--) Numbers[i] = Numbers[i - 1];
        Numbers[2] = loss;
    }

    private static double[] Begin(int interval) => [0, .. Enumerable.Repeat(double.PositiveInfinity, interval + 1)];
}
