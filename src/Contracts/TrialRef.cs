namespace Sweep.Contracts;

/// <summary>One attempt of one trial: the fencing token that every message and row about training carries.</summary>
/// <param name="Sweep">Unique name of the sweep in its ledger.</param>
/// <param name="Trial">Trial number, from 0.</param>
/// <param name="Attempt">Attempt number, from 1; a retry is a new attempt.</param>
[GenerateSerializer, Immutable, Alias("sweep.trial-ref")]
public sealed record TrialRef([property: Id(0)] string Sweep, [property: Id(1)] int Trial, [property: Id(2)] int Attempt)
{
    /// <summary><c>cells/17</c>, as people name a trial.</summary>
    public string Label => $"{Sweep}/{Trial}";

    /// <inheritdoc />
    public override string ToString() => $"{Sweep}/{Trial}#{Attempt}";
}
