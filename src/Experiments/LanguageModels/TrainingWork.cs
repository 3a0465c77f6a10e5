namespace Sweep.Experiments.LanguageModels;

/// <summary>What the options of <see cref="TrainingParameters"/> add to the work of a step.</summary>
internal static class TrainingWork
{
    /// <summary>Words of the cost key, each with a space before it; none for what costs nothing to speak of. Configurations that set none
    /// of these options keep the key under which their speed was recorded before there were any.</summary>
    public static string CostKey(LanguageModelTrialOptions options)
    {
        var extras = options.Extras;
        return string.Concat(
            Word("layer-norm", extras.LayerNorm), Word("residual", extras.Residual && options.Layers > 1),
            Word("dropout-input", extras.DropoutInput > 0), Word("dropout-output", extras.DropoutOutput > 0),
            Word("dropout-recurrent", extras.DropoutRecurrent > 0),
            Word("bf16", options.Precision == Precision.Bf16));
    }

    private static string Word(string word, bool isIn) => isIn ? $" {word}" : "";
}
