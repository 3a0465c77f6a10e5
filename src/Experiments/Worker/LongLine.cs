namespace Sweep.Experiments.Worker;

/// <summary>What becomes of a line that is longer than the limit.</summary>
public enum LongLine
{
    /// <summary>Its beginning is handed on with a word about the cut, everything up to the next line break is dropped: half a message is none.</summary>
    Cut,

    /// <summary>It comes in pieces: of text for people the end counts, too.</summary>
    Pieces,
}
