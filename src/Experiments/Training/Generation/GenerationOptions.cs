namespace Sweep.Experiments.Training.Generation;

/// <summary>What text to write with a trained model.</summary>
public sealed record GenerationOptions
{
    /// <summary>Beginning of the text, at least one token; the model reads it before it writes.</summary>
    public required string Prefix { get; init; }

    /// <summary>Tokens to write after the prefix; default 50, range 1 to 1,000,000.</summary>
    public int Length { get; init; } = 50;

    /// <summary>0 = always the most probable token, as the course does; above 0 = drawn at this temperature (1 = as the model believes). Default 0.</summary>
    public double Temperature { get; init; }

    /// <summary>Seed of the draws; default 0. Ignored at temperature 0.</summary>
    public long Seed { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; default cpu.</summary>
    public string Device { get; init; } = "cpu";
}
