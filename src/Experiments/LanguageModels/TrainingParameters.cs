using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Models;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.LanguageModels;

/// <summary>The parameters of the <c>language-model</c> experiment that say how it is trained beyond the update rule.</summary>
internal static class TrainingParameters
{
    private const string None = "none";
    private const string Auto = "auto";
    private const int MostEpochs = 1_000_000;
    private static readonly LanguageModelTrialOptions Defaults = new();

    /// <summary>Those of the model, in the order of the documentation.</summary>
    public static IReadOnlyList<ParameterDefinition> OfModel { get; } =
    [
        Boolean("tied", Defaults.Extras.Tied, "decoder and embedding share their weights; needs input = hidden"),
        Share("dropout_input", Defaults.Extras.DropoutInput, "share of the input dropped while training, by one mask per sequence"),
        Share("dropout_output", Defaults.Extras.DropoutOutput, "the same of the last layer's outputs, before the decoder"),
        Share("dropout_recurrent", Defaults.Extras.DropoutRecurrent,
            "share of the recurrent weights dropped while training, by one mask per window"),
        Boolean("layer_norm", Defaults.Extras.LayerNorm, "normalises the products of each gate over the hidden units"),
        Boolean("residual", Defaults.Extras.Residual, "each layer from the second on adds its input to its output"),
        Real("forget_bias", Defaults.Extras.ForgetBias, null, null, "added to the initial bias of the gate that keeps the state"),
        Choice("recurrent_init", Defaults.Extras.RecurrentInit, "how the recurrent weights begin"),
    ];

    /// <summary>Those of the training, in the order of the documentation.</summary>
    public static IReadOnlyList<ParameterDefinition> OfTraining { get; } =
    [
        Real("clip_value", Defaults.ClipValue, 0, null, "largest magnitude of an element of the gradient; 0 = no such clipping"),
        Choice("schedule", Defaults.Schedule.Kind, "rule by which epochs change the learning rate"),
        Integer("schedule_every", Defaults.Schedule.Every, 1, MostEpochs, "epochs between two reductions of schedule: step")
            with { Unit = "epochs" },
        Real("schedule_factor", Defaults.Schedule.Factor, 0, 1, "what schedule: step and plateau multiply the learning rate with")
            with { MinIsExclusive = true, MaxIsExclusive = true },
        Integer("schedule_patience", Defaults.Schedule.Patience, 0, MostEpochs,
            "epochs in a row without a better held-out loss that schedule: plateau lets pass") with { Unit = "epochs" },
        Real("min_lr", Defaults.Schedule.MinLr, 0, null, "smallest learning rate of schedule: cosine and plateau"),
        Real("warmup", Defaults.Schedule.Warmup, 0, MostEpochs, "epochs in which the learning rate grows linearly, step by step")
            with { Unit = "epochs" },
        OrInteger("patience", None, 1, MostEpochs, "ends the trial after so many epochs in a row without a better held-out loss")
            with { Unit = "epochs" },
        Choice("averaging", Defaults.Averaging.Kind, "evaluates the mean of the parameters over the steps instead of the last ones"),
        OrInteger("averaging_from", Auto, 1, MostEpochs, "epoch with which the mean begins; auto = when the held-out loss stops falling"),
        Integer("averaging_interval", Defaults.Averaging.Interval, 1, MostEpochs,
            "last epochs that averaging_from: auto does not compare with") with { Unit = "epochs" },
    ];

    /// <summary>The options of <see cref="OfModel"/>.</summary>
    public static ModelExtras Extras(ConfigValues values) => new()
    {
        Tied = values.Boolean("tied"),
        DropoutInput = values.Real("dropout_input"),
        DropoutOutput = values.Real("dropout_output"),
        DropoutRecurrent = values.Real("dropout_recurrent"),
        LayerNorm = values.Boolean("layer_norm"),
        Residual = values.Boolean("residual"),
        ForgetBias = values.Real("forget_bias"),
        RecurrentInit = values.Choice<RecurrentInit>("recurrent_init"),
    };

    /// <summary>Options with those of <see cref="OfTraining"/>.</summary>
    public static LanguageModelTrialOptions With(LanguageModelTrialOptions options, ConfigValues values) => options with
    {
        ClipValue = values.Real("clip_value"),
        Patience = values.IntegerOr("patience", None),
        Schedule = new()
        {
            Kind = values.Choice<ScheduleKind>("schedule"),
            Every = values.Integer("schedule_every"),
            Factor = values.Real("schedule_factor"),
            Patience = values.Integer("schedule_patience"),
            MinLr = values.Real("min_lr"),
            Warmup = values.Real("warmup"),
        },
        Averaging = new()
        {
            Kind = values.Choice<AveragingKind>("averaging"),
            From = values.IntegerOr("averaging_from", Auto),
            Interval = values.Integer("averaging_interval"),
        },
    };

    private static ParameterDefinition Share(string name, double preset, string summary) =>
        Real(name, preset, 0, 1, summary) with { MaxIsExclusive = true };
}
