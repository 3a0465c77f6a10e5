using Sweep.Experiments.LanguageModels.Autoregressive;
using Sweep.Experiments.LanguageModels.Ngrams;
using Sweep.Experiments.LanguageModels.Recurrent;
using Sweep.Experiments.LanguageModels.Reservoirs;

namespace Sweep.Experiments.LanguageModels;

/// <summary>The values of the parameter <c>model</c>.</summary>
internal static class ModelCatalog
{
    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<IModelKind> All { get; } =
    [
        new RecurrentKind(),
        new NgramKind(),
        new AutoregressiveKind(),
        new ReservoirKind(isSpiking: false),
        new ReservoirKind(isSpiking: true),
    ];

    public static IModelKind Default => All[0];
}
