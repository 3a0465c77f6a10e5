using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Continues texts.</summary>
internal sealed class LanguageModelWriter : ITextWriter
{
    public GeneratedText Write(string checkpointPath, GenerationOptions options) => TextGenerator.Generate(checkpointPath, options);
}
