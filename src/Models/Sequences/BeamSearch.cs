namespace Sweep.Models.Sequences;

/// <summary>What beam search asks a model.</summary>
public interface IBeamModel
{
    /// <summary>Lets several beginnings grow by one token each.</summary>
    /// <param name="parents">Per beginning its place in the call before; 0 in the first call.</param>
    /// <param name="tokens">Per beginning its last token.</param>
    /// <returns>Per beginning the log probability of every token that may follow.</returns>
    IReadOnlyList<float[]> Next(IReadOnlyList<int> parents, IReadOnlyList<int> tokens);
}

/// <summary>A sequence that beam search has written.</summary>
/// <param name="Tokens">What was written, the end token left out.</param>
/// <param name="LogProbability">Sum of the log probabilities of its tokens and of its end.</param>
/// <param name="HasEnded">False when the longest length ended it.</param>
public sealed record BeamSequence(IReadOnlyList<int> Tokens, double LogProbability, bool HasEnded);

/// <summary>Beam search (Sutskever et al. 2014, section 3.2): of all continuations of the beginnings kept so far, and of the sequences that
/// have ended, those of the highest log probability are kept. No correction for length. Pure but for the model.</summary>
/// <remarks>With a width of 1 it is greedy decoding; with a width of at least the number of beginnings it is exact. A log probability only
/// falls as a sequence grows, so the search is over as soon as the best kept one has ended.</remarks>
/// <param name="width">Sequences kept, at least 1.</param>
/// <param name="longest">Most tokens to write, the end counted, at least 1.</param>
public sealed class BeamSearch(int width, int longest)
{
    private readonly record struct Candidate(BeamSequence Sequence, int Row);

    /// <summary>The best sequence found; among equals one that has ended before the others, then the one whose beginning was the better
    /// one (of equal ones the earlier), then that of the smaller token.</summary>
    public BeamSequence Search(IBeamModel model, int begin = SpecialTokens.Begin, int end = SpecialTokens.End)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<Candidate> beam = [new(new([], 0, false), 0)];
        for (var step = 0; step < longest && !beam[0].Sequence.HasEnded; step++)
        {
            var live = beam.FindAll(one => !one.Sequence.HasEnded);
            var scores = model.Next(
                [.. live.Select(one => one.Row)], [.. live.Select(one => one.Sequence.Tokens is [.., var last] ? last : begin)]);
            var grown = live.SelectMany((one, row) =>
                Best(scores[row]).Select(token => Grow(one.Sequence, row, token, scores[row][token])));
            // The order of equals is kept.
            beam = [.. beam.Where(one => one.Sequence.HasEnded).Concat(grown)
                .OrderByDescending(one => one.Sequence.LogProbability).Take(width)];
        }

        return beam[0].Sequence;

        Candidate Grow(BeamSequence one, int row, int token, double score) => token == end
            ? new(new(one.Tokens, one.LogProbability + score, true), row)
            : new(new([.. one.Tokens, token], one.LogProbability + score, false), row);
    }

    /// <summary>No more than these can be among the best of all.</summary>
    private IEnumerable<int> Best(float[] scores) =>
        Enumerable.Range(0, scores.Length).OrderByDescending(token => scores[token]).Take(width);
}
