namespace Sweep.Experiments.Data;

/// <summary>One way to get a text. The catalog asks its sources in order and takes the first that handles the options.</summary>
public interface ITextSource
{
    /// <summary>True when this source is the one for <see cref="CorpusOptions.Corpus"/>.</summary>
    bool Handles(CorpusOptions options);

    /// <summary>Names the exact text that <see cref="Read"/> would give now, without reading it; equal stamps mean equal text.</summary>
    /// <exception cref="CorpusException">The text cannot be had.</exception>
    string Stamp(CorpusOptions options);

    /// <summary>Reads or makes the text. Cancelled, a download ends.</summary>
    /// <exception cref="CorpusException">The text cannot be had.</exception>
    CorpusText Read(CorpusOptions options, CancellationToken cancel);
}
