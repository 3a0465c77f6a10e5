namespace Sweep.Experiments.Data;

/// <summary>How the held-out tail of a corpus is read: every token of it is a target exactly once, whatever its length.</summary>
/// <remarks>The tail is cut into R contiguous rows that are read side by side with the state carried, since one row is slow and B rows
/// would make the result depend on the batch size. R depends on the tail's length alone. So that a row does not pay for a cold start, it
/// reads <see cref="WarmUp"/> tokens before its first target without being scored on them; row 0 reads the end of the training part. Rows
/// may differ in length by the ragged end, which is not scored either.</remarks>
public sealed class EvaluationPlan
{
    /// <summary>Unscored tokens that a row reads first (fewer when the training part is shorter),
    /// beside the one that predicts the first target.</summary>
    public const int DefaultWarmUp = 64;

    private const int TokensPerRow = 64;
    private const int MaxRows = 64;

    private readonly ReadOnlyMemory<int> before;
    private readonly ReadOnlyMemory<int> scored;
    private readonly int perRow;

    /// <summary>Plans the reading of any tokens.</summary>
    /// <param name="before">Tokens before them, at least 1; the end is read to warm up.</param>
    /// <param name="scored">Tokens that are scored, at least 1.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public EvaluationPlan(ReadOnlyMemory<int> before, ReadOnlyMemory<int> scored)
    {
        if (scored.IsEmpty || before.IsEmpty)
            throw new ArgumentException(
                $"expected tokens in both parts, found {before.Length} to learn from and {scored.Length} held out", nameof(scored));
        (this.before, this.scored) = (before, scored);
        Rows = Math.Clamp(scored.Length / TokensPerRow, 1, MaxRows);
        WarmUp = Math.Min(DefaultWarmUp, before.Length - 1);
        perRow = (scored.Length + Rows - 1) / Rows;
        Steps = WarmUp + perRow;
    }

    /// <summary>R: rows read side by side.</summary>
    public int Rows { get; }

    /// <summary>Steps of each row, warm-up included.</summary>
    public int Steps { get; }

    /// <summary>Unscored steps at the start of each row.</summary>
    public int WarmUp { get; }

    /// <summary>Some steps of all rows, so many from the first one on.</summary>
    /// <returns>Token numbers, time-major (count, <see cref="Rows"/>), 0 past the end; and the token after each,
    /// <see cref="EvaluationBatches.NotScored"/> where it is not scored.</returns>
    public (long[] Inputs, long[] Targets) Read(int first, int count)
    {
        var (inputs, targets) = (new long[count * Rows], new long[count * Rows]);
        for (var row = 0; row < Rows; row++)
        {
            for (var step = first; step < first + count; step++)
            {
                var target = Target(row, step);
                var cell = ((step - first) * Rows) + row;
                inputs[cell] = target - 1 < scored.Length ? Token((int)(target - 1)) : 0;
                targets[cell] = IsScored(row, step) ? Token((int)target) : EvaluationBatches.NotScored;
            }
        }
        return (inputs, targets);
    }

    /// <summary>Places of some steps that are scored: step after step, row after row, from 0.</summary>
    public IEnumerable<long> Scored(int first, int count) =>
        from step in Enumerable.Range(first, count)
        from row in Enumerable.Range(0, Rows)
        where IsScored(row, step)
        select ((step - first) * (long)Rows) + row;

    private bool IsScored(int row, int step) => step >= WarmUp && Target(row, step) < scored.Length;

    /// <summary>Counted from the first scored token, so that those before it have negative numbers.</summary>
    private long Target(int row, int step) => ((long)row * perRow) - WarmUp + step;

    private int Token(int index) => index < 0 ? before.Span[^-index] : scored.Span[index];
}
