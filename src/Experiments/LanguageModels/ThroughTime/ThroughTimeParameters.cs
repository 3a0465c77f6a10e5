using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>Parameters about gradients through time: names, ranges, help, and what does not go together.</summary>
internal static class ThroughTimeParameters
{
    private static readonly ThroughTimeOptions Defaults = new();

    /// <summary>The parameters, in the order of the documentation.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        Choice("truncation", Defaults.Truncation, "how far back-propagation goes: a window, the whole text, or to a random border"),
        Real("truncation_cut", Defaults.Cut, 0, 1, "probability that a border between windows cuts random truncation")
            with { MaxIsExclusive = true },
        Real("flow_penalty", Defaults.FlowPenalty, 0, null, "weight of the regulariser that keeps the length of gradients (rnn)"),
        Choice("diagnostics", Defaults.Diagnostics, "records norms of gradients through time as metrics"),
    ];

    public static ThroughTimeOptions Read(ConfigValues values) => new()
    {
        Truncation = values.Choice<Truncation>("truncation"),
        Cut = values.Real("truncation_cut"),
        FlowPenalty = values.Real("flow_penalty"),
        Diagnostics = values.Choice<Diagnostics>("diagnostics"),
    };

    /// <summary>Combinations in which a value could have no effect or no meaning.</summary>
    public static IEnumerable<ConfigProblem> Contradictions(LanguageModelTrialOptions options)
    {
        var through = options.ThroughTime;
        if (through.IsBeyondWindow && options.Sampling != Sampling.Sequential)
        {
            yield return new ConfigProblem("truncation",
                $"truncation: {Word(through.Truncation)} goes back from window to window, which sampling: {Word(options.Sampling)} does "
                + "not read one after the other; use sampling: sequential or truncation: window")
            { Otherwise = "sampling" };
        }
        if (through.Cut != Defaults.Cut && through.Truncation != Truncation.Random)
        {
            yield return new ConfigProblem("truncation_cut",
                $"truncation_cut belongs to truncation: random, found {Word(through.Truncation)}; leave it out there, for example with "
                + "when: {truncation: random}")
            { Otherwise = "truncation" };
        }
        if (through.IsBeyondWindow && BeyondObstacle(options) is { } other)
        {
            yield return new ConfigProblem("truncation",
                $"truncation: {Word(through.Truncation)} computes gradients of the weights as they are, in float32, found {other.Found}; "
                + "leave it out, or use truncation: window")
            { Otherwise = other.Name };
        }
        if (through.FlowPenalty > 0 && FlowObstacle(options) is { } obstacle)
        {
            yield return new ConfigProblem("flow_penalty",
                $"flow_penalty is defined for a plain cell that reads forward through its windows, no dropout, found {obstacle.Found}; "
                + "leave it out there, for example with when: {cell: rnn}")
            { Otherwise = obstacle.Name };
        }
        if (through.Diagnostics == Diagnostics.Gradients && options.Bidirectional)
        {
            yield return new ConfigProblem("diagnostics",
                "diagnostics: gradients looks back from the last step of a window, but a bidirectional model also reads from its end; use "
                + "diagnostics: none or bidirectional: false")
            { Otherwise = "bidirectional" };
        }
    }

    private static (string Name, string Found)? BeyondObstacle(LanguageModelTrialOptions options) => options switch
    {
        { Extras.DropoutRecurrent: > 0 } => ("dropout_recurrent", $"dropout_recurrent: {options.Extras.DropoutRecurrent}"),
        { Precision: Precision.Bf16 } => ("precision", "precision: bf16"),
        _ => null,
    };

    private static (string Name, string Found)? FlowObstacle(LanguageModelTrialOptions options) => options switch
    {
        { Cell.ReadsNonlinearity: false } => ("cell", $"cell: {options.Cell}"),
        { Bidirectional: true } => ("bidirectional", "bidirectional: true"),
        { Dropout: > 0, Layers: > 1 } => ("dropout", $"dropout: {options.Dropout}"),
        { Extras.Tied: true } => ("tied", "tied: true"),
        { Extras.LayerNorm: true } => ("layer_norm", "layer_norm: true"),
        { Extras.Residual: true } => ("residual", "residual: true"),
        { Extras.DropoutInput: > 0 } => ("dropout_input", $"dropout_input: {options.Extras.DropoutInput}"),
        { Extras.DropoutOutput: > 0 } => ("dropout_output", $"dropout_output: {options.Extras.DropoutOutput}"),
        { Extras.DropoutRecurrent: > 0 } => ("dropout_recurrent", $"dropout_recurrent: {options.Extras.DropoutRecurrent}"),
        { Precision: Precision.Bf16 } => ("precision", "precision: bf16"),
        { ThroughTime.IsBeyondWindow: true } => ("truncation", $"truncation: {Word(options.ThroughTime.Truncation)}"),
        _ => null,
    };

    /// <summary>What a cost key says of them; nothing for the defaults, so that speeds recorded before keep their key.</summary>
    public static string CostKey(ThroughTimeOptions options) => (options.IsBeyondWindow ? $" truncation={Word(options.Truncation)}" : "")
        + (options.FlowPenalty > 0 ? " flow_penalty" : "")
        + (options.Diagnostics == Diagnostics.Gradients ? " diagnostics=gradients" : "");
}
