using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>Writes text with the model of a trial's best checkpoint (<c>sweep generate</c>).</summary>
public interface ITextWriter
{
    /// <summary>Writes. The checkpoint holds all that is needed; libtorch is loaded here.</summary>
    /// <param name="checkpointPath">A trial's <c>best.safetensors</c>.</param>
    /// <param name="options">What to write.</param>
    /// <exception cref="TrialException">The checkpoint is absent, damaged or foreign, or an option makes no sense.</exception>
    GeneratedText Write(string checkpointPath, GenerationOptions options);
}

/// <summary>What text to write with a trained model.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most sequences that a search keeps.</summary>
    public const int WidestBeam = 1000;

    /// <summary>Beginning of the text, at least one token; the model reads it before it writes.</summary>
    public required string Prefix { get; init; }

    /// <summary>Tokens to write after the prefix, range 1 to 1,000,000; default null = as many as the model's kind thinks fit.</summary>
    public int? Length { get; init; }

    /// <summary>0 (default) = always the most probable token; above 0 = drawn at this temperature (1 = as the model believes).</summary>
    public double Temperature { get; init; }

    /// <summary>Seed of the draws; default 0. Ignored at temperature 0.</summary>
    public long Seed { get; init; }

    /// <summary>Sequences that a beam search (encoder-decoders only) keeps, 1 to <see cref="WidestBeam"/>; default 1 = no search.</summary>
    public int Beam { get; init; } = 1;

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>What is wrong with length and temperature; null when nothing is.</summary>
    public string? Problem() => Length is < 1 or > 1_000_000 ? $"length must be from 1 to 1000000, found {Length}"
        : Temperature < 0 || !double.IsFinite(Temperature) ? $"temperature must be a number of at least 0, found {Temperature}" : null;
}

/// <summary>Text that a model wrote.</summary>
/// <param name="Text">The prefix and what follows it, or the target of a source.</param>
/// <param name="Warnings">Sentences for people, for example about unknown characters in the prefix; empty when there are none.</param>
public sealed record GeneratedText(string Text, IReadOnlyList<string> Warnings);
