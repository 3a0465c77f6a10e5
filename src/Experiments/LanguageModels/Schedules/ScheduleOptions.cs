namespace Sweep.Experiments.LanguageModels.Schedules;

/// <summary>How the learning rate changes while a trial trains. The default leaves it as it is.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Rule by which epochs change it; default constant.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Epochs between two reductions of <see cref="ScheduleKind.Step"/>; default 10, at least 1.</summary>
    public int Every { get; init; } = 10;

    /// <summary>What the rate is multiplied with, by <see cref="ScheduleKind.Step"/> and <see cref="ScheduleKind.Plateau"/>;
    /// default 0.1 as in PyTorch, between 0 and 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Epochs in a row without a better held-out loss that <see cref="ScheduleKind.Plateau"/> lets pass before it reduces the
    /// rate; default 10 as in PyTorch, at least 0.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Smallest rate of <see cref="ScheduleKind.Cosine"/> and <see cref="ScheduleKind.Plateau"/>; default 0.</summary>
    public double MinLr { get; init; }

    /// <summary>Epochs, or parts of one, in which the rate grows linearly from step to step; default 0 = none.</summary>
    public double Warmup { get; init; }

    /// <summary>True when every step has the same rate.</summary>
    public bool IsConstant => Kind == ScheduleKind.Constant && Warmup == 0;
}

/// <summary>Rule by which epochs change the learning rate (<c>schedule</c> in a sweep file).</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>Multiplied with a factor every so many epochs (<c>torch.optim.lr_scheduler.StepLR</c>).</summary>
    Step,

    /// <summary>Half a cosine from the first epoch to the end of the last (<c>CosineAnnealingLR</c>; Loshchilov and Hutter 2017,
    /// equation 5, without restarts).</summary>
    Cosine,

    /// <summary>Multiplied with a factor when the held-out loss has stopped falling (<c>ReduceLROnPlateau</c>).</summary>
    Plateau,
}

/// <summary>Whether evaluation uses the mean of the parameters over many steps. The default does not.</summary>
public sealed record AveragingOptions
{
    /// <summary>Rule; default none.</summary>
    public AveragingKind Kind { get; init; } = AveragingKind.None;

    /// <summary>Epoch, from 1, with whose first step the mean begins; default null = when the held-out loss stops falling.</summary>
    public int? From { get; init; }

    /// <summary>n of <see cref="TriggerHistory"/>: the last epochs that it does not compare with; default 5 as in Merity et al. 2018,
    /// at least 1. Without effect where <see cref="From"/> is given.</summary>
    public int Interval { get; init; } = 5;
}

/// <summary>Rule by which parameters are averaged (<c>averaging</c> in a sweep file).</summary>
public enum AveragingKind
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Averaged stochastic gradient descent: the mean over all steps from one on (Polyak and Juditsky 1992).</summary>
    Asgd,
}
