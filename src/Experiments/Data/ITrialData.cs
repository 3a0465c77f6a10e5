namespace Sweep.Experiments.Data;

/// <summary>What a trial learns from: a text, pairs, trees.</summary>
public interface ITrialData
{
    /// <summary>Name for people, for example the path as the sweep file has it.</summary>
    string Name { get; }

    /// <summary>SHA-256 of the text in lower-case hex: its identity, wherever it lies.</summary>
    string Sha256 { get; }
}
