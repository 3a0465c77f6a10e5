using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Experiments.LanguageModels;

/// <summary>Combinations of the parameters of <see cref="TrainingParameters"/> in which a value could have no effect or no
/// meaning. Pure.</summary>
internal static class TrainingContradictions
{
    private static readonly LanguageModelTrialOptions Defaults = new();

    public static IEnumerable<ConfigProblem> Of(LanguageModelTrialOptions options) =>
        OfModel(options).Concat(OfSchedule(options)).Concat(OfAveraging(options));

    private static IEnumerable<ConfigProblem> OfModel(LanguageModelTrialOptions options)
    {
        var (cell, extras, width) = (options.Cell, options.Extras, options.Hidden * (options.Bidirectional ? 2 : 1));
        if (extras.Tied && options.EmbeddingSize != width)
        {
            yield return new("tied",
                $"tied: true needs an input as long as what the decoder reads, input: {width} "
                + $"({(options.Bidirectional ? "2 x " : "")}hidden)"
                + $", found input: {options.EmbeddingSize?.ToString() ?? "one-hot"}; set both to one number, or tied: false")
            { Otherwise = "input" };
        }
        if (extras.ForgetBias != 0 && cell.ForgetGate is null)
            yield return Belongs("forget_bias", "cell", Words(c => c.ForgetGate is not null), cell.Name);
        if (extras.RecurrentInit == RecurrentInit.Identity && cell.Gates > 1)
            yield return Belongs("recurrent_init: identity", "cell", Words(c => c.Gates == 1), cell.Name, "recurrent_init");
        foreach (var (name, isOn) in new[] { ("layer_norm", extras.LayerNorm), ("residual", extras.Residual) })
            if (isOn && cell.Stepwise is null) yield return Belongs(name, "cell", Words(c => c.Stepwise is not null), cell.Name);
    }

    private static IEnumerable<ConfigProblem> OfSchedule(LanguageModelTrialOptions options)
    {
        var (schedule, preset) = (options.Schedule, Defaults.Schedule);
        var kind = ParameterDefinitions.Word(schedule.Kind);
        if (schedule.Every != preset.Every && schedule.Kind is not ScheduleKind.Step)
            yield return Belongs("schedule_every", "schedule", ["step"], kind);
        if (schedule.Factor != preset.Factor && schedule.Kind is not (ScheduleKind.Step or ScheduleKind.Plateau))
            yield return Belongs("schedule_factor", "schedule", ["step", "plateau"], kind);
        if (schedule.Patience != preset.Patience && schedule.Kind is not ScheduleKind.Plateau)
            yield return Belongs("schedule_patience", "schedule", ["plateau"], kind);
        if (schedule.MinLr > 0 && schedule.Kind is not (ScheduleKind.Cosine or ScheduleKind.Plateau))
            yield return Belongs("min_lr", "schedule", ["cosine", "plateau"], kind);
        else if (schedule.MinLr > 0 && schedule.MinLr >= options.Rule.Lr)
            yield return new("min_lr", $"min_lr must be below lr, found {schedule.MinLr} and lr: {options.Rule.Lr}; make it smaller")
            { Otherwise = "lr" };
        if (schedule.Warmup > options.Epochs)
            yield return new("warmup", $"warmup must not be longer than the trial, found {schedule.Warmup} of {options.Epochs} epochs")
            { Otherwise = "epochs" };
    }

    private static IEnumerable<ConfigProblem> OfAveraging(LanguageModelTrialOptions options)
    {
        var (averaging, kind) = (options.Averaging, ParameterDefinitions.Word(options.Averaging.Kind));
        if (averaging.From is not null && averaging.Kind == AveragingKind.None)
            yield return Belongs("averaging_from", "averaging", ["asgd"], kind);
        else if (averaging.From > options.Epochs)
            yield return new("averaging_from",
                $"averaging_from must be an epoch of the trial, found {averaging.From} of {options.Epochs} epochs, so that "
                + "nothing would be averaged; make it smaller, or use averaging_from: auto")
            { Otherwise = "epochs" };
        if (averaging.Interval != Defaults.Averaging.Interval && averaging.Kind == AveragingKind.None)
            yield return Belongs("averaging_interval", "averaging", ["asgd"], kind);
        else if (averaging.Interval != Defaults.Averaging.Interval && averaging.From is not null)
            yield return Belongs("averaging_interval", "averaging_from", ["auto"], $"{averaging.From}");
    }

    private static IReadOnlyList<string> Words(Func<CellDescriptor, bool> reads) =>
        [.. CellCatalog.Default.All.Where(reads).Select(cell => cell.Name)];

    private static ConfigProblem Belongs(
        string what, string to, IReadOnlyList<string> words, string found, string? parameter = null) => new(parameter ?? what,
        $"{what} belongs to {to}: {string.Join(" or ", words)}, found {found}; leave it out there, for example with when: {{{to}: "
        + (words.Count == 1 ? words[0] : $"[{string.Join(", ", words)}]") + "}")
        { Otherwise = to };
}
