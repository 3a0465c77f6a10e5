using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Sequences.Generation;

/// <summary>Writes targets of sources.</summary>
internal sealed class SequenceWriter : ITextWriter
{
    public GeneratedText Write(string checkpointPath, GenerationOptions options) => SequenceGenerator.Generate(checkpointPath, options);
}
