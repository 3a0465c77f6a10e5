namespace Sweep.Experiments.LanguageModels.Schedules;

/// <summary>The learning rate of each training step, by the formulas of <c>torch.optim.lr_scheduler</c>. Pure.</summary>
/// <remarks>A function of the place in training and of how often a plateau reduced it, never of the rate before: so an interrupted trial
/// goes on to the last bit, and a trial that begins with another one's checkpoint and has an <c>lr</c> of its own follows the same curve
/// from there.</remarks>
/// <param name="options">The schedule.</param>
/// <param name="lr">The configured rate, above 0.</param>
/// <param name="epochs">Epochs of the trial: where the cosine ends.</param>
public sealed class LearningRate(ScheduleOptions options, double lr, int epochs)
{
    /// <summary>PyTorch's <c>eps</c>: a reduction by less is not made.</summary>
    private const double LeastChange = 1e-8;

    /// <summary>The rate of one step.</summary>
    /// <param name="epoch">Number of the epoch e, from 1.</param>
    /// <param name="step">Number of the step s in it, from 0.</param>
    /// <param name="steps">Steps S of this epoch; epochs may differ by one.</param>
    /// <param name="reductions">Reductions by a plateau so far.</param>
    /// <remarks>
    /// <code>
    /// constant  lr
    /// step      lr factor^floor((e - 1) / every)
    /// cosine    min_lr + (lr - min_lr) (1 + cos(pi (e - 1) / epochs)) / 2
    /// plateau   lr, then max(factor lr, min_lr) at each reduction
    /// </code>
    /// times min(1, (e - 1 + (s + 1) / S) / warmup): epochs that are done with the share of this one, over those of the warm-up.
    /// </remarks>
    public double At(int epoch, int step, int steps, int reductions) => Warm(epoch, step, steps) * OfEpoch(epoch, reductions);

    private double Warm(int epoch, int step, int steps) =>
        options.Warmup == 0 ? 1 : Math.Min(1, ((((long)epoch - 1) * steps) + step + 1) / Math.Max(1, options.Warmup * steps));

    private double OfEpoch(int epoch, int reductions) => options.Kind switch
    {
        ScheduleKind.Step => lr * Math.Pow(options.Factor, (epoch - 1) / options.Every),
        ScheduleKind.Cosine => options.MinLr + ((lr - options.MinLr) * (1 + Math.Cos(Math.PI * (epoch - 1) / epochs)) / 2),
        ScheduleKind.Plateau => Reduced(reductions),
        _ => lr,
    };

    private double Reduced(int reductions)
    {
        var rate = lr;
        for (var i = 0; i < reductions; i++)
        {
            var next = Math.Max(rate * options.Factor, options.MinLr);
            if (rate - next > LeastChange) rate = next;
        }
        return rate;
    }
}
