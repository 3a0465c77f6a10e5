namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>A source and the target that belongs to it, as text.</summary>
/// <param name="Source">At least one token.</param>
/// <param name="Target">At least one token.</param>
public sealed record SequencePair(string Source, string Target);

/// <summary>A built-in task (<c>task</c> in a sweep file).</summary>
public enum SequenceTask
{
    /// <summary>The target is the source.</summary>
    Copy,

    /// <summary>The target is the source from its end.</summary>
    Reverse,

    /// <summary>The target has the source's letters in alphabetical order.</summary>
    Sort,

    /// <summary>The target is the first letter of the source; the letters behind it carry nothing.</summary>
    Recall,

    /// <summary>A written date to ISO 8601.</summary>
    Dates,

    /// <summary>A number in digits to English words.</summary>
    Numbers,
}

/// <summary>Which pairs a built-in task draws.</summary>
/// <param name="Task">The task.</param>
/// <param name="Shortest">Letters or digits of the shortest source, 1 to <paramref name="Longest"/>; of dates without effect.</param>
/// <param name="Longest">Letters or digits of the longest source.</param>
/// <param name="Alphabet">Letters that occur, 2 to 26; of dates and numbers without effect.</param>
/// <param name="Count">Pairs to draw, no two of one source.</param>
/// <param name="Seed">Seed of the draws.</param>
public sealed record TaskDraw(SequenceTask Task, int Shortest, int Longest, int Alphabet, int Count, long Seed)
{
    /// <summary>True for a task whose sources have as many letters or digits as one asks for.</summary>
    public bool HasLength => Task != SequenceTask.Dates;

    /// <summary>True for a task whose sources are letters.</summary>
    public bool HasAlphabet => Task is not (SequenceTask.Dates or SequenceTask.Numbers);

    /// <summary>Digits of the largest number that has a name here.</summary>
    public const int MostDigits = 12;

    /// <summary>How many different sources the task has; infinite where they are more than numbers of that kind hold.</summary>
    public double Sources => Task switch
    {
        SequenceTask.Dates => (WrittenDate.LastDay - WrittenDate.FirstDay + 1.0) * WrittenDate.Forms,
        SequenceTask.Numbers => Math.Pow(10, Longest) - (Shortest == 1 ? 0 : Math.Pow(10, Shortest - 1)),
        SequenceTask.Recall => Enumerable.Range(Shortest, Longest - Shortest + 1).Sum(length => Math.Pow(Alphabet, length + 1)),
        _ => Enumerable.Range(Shortest, Longest - Shortest + 1).Sum(length => Math.Pow(Alphabet, length)),
    };
}
