using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Worker;

/// <summary>Configuration of the <c>noop</c> experiment: a trial that trains nothing, to rehearse scheduling, ranking and failures.</summary>
/// <remarks>
/// <c>loss(epoch) = value + (x - 0.3)^2 + (y + 0.2)^2 + 0.1 log10(lr / 0.1)^2 + spread * g(seed) + exp(-epoch)</c>, with g(seed) a standard
/// normal number that depends on the seed alone; <c>score = -loss</c>. Equal configuration and seed give equal bits.
/// </remarks>
public sealed record NoopOptions
{
    private static readonly NoopOptions Defaults = new();

    /// <summary>Reports to make; default 5, range 1 to 100,000.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Offset of the loss; default 0, any real number.</summary>
    public double Value { get; init; }

    /// <summary>Standard deviation of the loss over seeds; default 0.01, at least 0.</summary>
    public double Spread { get; init; } = 0.01;

    /// <summary>First coordinate, best at 0.3; default 0, any real number.</summary>
    public double X { get; init; }

    /// <summary>Second coordinate, best at -0.2; default 0, any real number.</summary>
    public double Y { get; init; }

    /// <summary>Pretended learning rate, best at 0.1; default 0.1, above 0.</summary>
    public double Lr { get; init; } = 0.1;

    /// <summary>Seconds each epoch takes; default 0, range 0 to 86,400.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>How it fails; default none.</summary>
    public NoopFailure Fail { get; init; } = NoopFailure.None;

    /// <summary>Epoch in which it fails, before that epoch's report; default 1, at least 1.</summary>
    public int FailEpoch { get; init; } = 1;

    /// <summary>The first attempts that fail, later ones succeed; default 1,000,000 (all of them), at least 0.</summary>
    public int FailAttempts { get; init; } = 1_000_000;

    /// <summary>Every parameter with its kind, range and default, for validation and help.</summary>
    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinitions.Integer("epochs", Defaults.Epochs, 1, 100_000, "reports to make"),
        ParameterDefinitions.Real("value", Defaults.Value, null, null, "offset of the loss"),
        ParameterDefinitions.Real("spread", Defaults.Spread, 0, null, "standard deviation of the loss over seeds"),
        ParameterDefinitions.Real("x", Defaults.X, null, null, "first coordinate, best at 0.3"),
        ParameterDefinitions.Real("y", Defaults.Y, null, null, "second coordinate, best at -0.2"),
        ParameterDefinitions.Real("lr", Defaults.Lr, 0, null, "pretended learning rate, best at 0.1") with { MinIsExclusive = true },
        ParameterDefinitions.Real("epoch_seconds", Defaults.EpochSeconds, 0, 86_400, "time each epoch takes") with { Unit = "seconds" },
        ParameterDefinitions.Choice("fail", Defaults.Fail, "how the trial fails, to rehearse it"),
        ParameterDefinitions.Integer("fail_epoch", Defaults.FailEpoch, 1, null, "epoch in which it fails, before that epoch's report"),
        ParameterDefinitions.Integer("fail_attempts", Defaults.FailAttempts, 0, null, "first attempts that fail; later ones succeed"),
    ];

    /// <summary>Reads a configuration; absent parameters get their default.</summary>
    /// <exception cref="TrialException">A parameter is unknown, or a value is of the wrong kind or out of range.</exception>
    public static NoopOptions From(ConfigValues config) => new()
    {
        Epochs = config.Integer("epochs"),
        Value = config.Real("value"),
        Spread = config.Real("spread"),
        X = config.Real("x"),
        Y = config.Real("y"),
        Lr = config.Real("lr"),
        EpochSeconds = config.Real("epoch_seconds"),
        Fail = config.Choice<NoopFailure>("fail"),
        FailEpoch = config.Integer("fail_epoch"),
        FailAttempts = config.Integer("fail_attempts"),
    };
}
