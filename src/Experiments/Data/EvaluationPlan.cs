namespace Sweep.Experiments.Data;

/// <summary>How the held-out tail of a corpus is read: every token of it is a target exactly once, whatever its length.</summary>
/// <remarks>
/// The tail is cut into R contiguous rows that are read side by side with the state carried, since one row is slow and B rows would make
/// the result depend on the batch size. R depends on the tail's length alone. So that a row does not pay for a cold start, it reads
/// <see cref="WarmUp"/> tokens before its first target without being scored on them; row 0 reads the end of the training part. Rows may
/// differ in length by the ragged end, which is not scored either.
/// </remarks>
public sealed class EvaluationPlan
{
    /// <summary>Unscored tokens that a row reads first (fewer when the training part is shorter),
    /// beside the one that predicts the first target.</summary>
    public const int DefaultWarmUp = 64;

    private const int TokensPerRow = 64;
    private const int MaxRows = 64;

    /// <summary>Plans the reading of a corpus's held-out tail.</summary>
    /// <param name="corpus">A corpus with at least 1 token in each part.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public EvaluationPlan(Corpus corpus)
    {
        if (corpus.HeldOut == 0 || corpus.Train.IsEmpty)
            throw new ArgumentException(
                $"expected tokens in both parts, found {corpus.Train.Length} to learn from and {corpus.HeldOut} held out", nameof(corpus));
        Rows = Math.Clamp(corpus.HeldOut / TokensPerRow, 1, MaxRows);
        WarmUp = Math.Min(DefaultWarmUp, corpus.Train.Length - 1);
        var perRow = (corpus.HeldOut + Rows - 1) / Rows;
        Steps = WarmUp + perRow;
        Inputs = new long[Steps * Rows];
        Targets = new long[Steps * Rows];
        for (var row = 0; row < Rows; row++) Fill(corpus, row, perRow);
    }

    /// <summary>R: rows read side by side.</summary>
    public int Rows { get; }

    /// <summary>Steps of each row, warm-up included.</summary>
    public int Steps { get; }

    /// <summary>Unscored steps at the start of each row.</summary>
    public int WarmUp { get; }

    /// <summary>Token numbers, time-major: (<see cref="Steps"/>, <see cref="Rows"/>); 0 past the end.</summary>
    public long[] Inputs { get; }

    /// <summary>The token after each input, <see cref="EvaluationBatches.NotScored"/> where it is not scored; same shape.</summary>
    public long[] Targets { get; }

    private void Fill(Corpus corpus, int row, int perRow)
    {
        var tokens = corpus.Tokens.Span;
        var firstTarget = corpus.Train.Length + (row * perRow);
        for (var step = 0; step < Steps; step++)
        {
            var target = firstTarget - WarmUp + step;
            var cell = (step * Rows) + row;
            Inputs[cell] = target - 1 < tokens.Length ? tokens[target - 1] : 0;
            Targets[cell] = step >= WarmUp && target < tokens.Length ? tokens[target] : EvaluationBatches.NotScored;
        }
    }
}
