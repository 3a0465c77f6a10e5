using System.Text;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data;

/// <summary>Puts a text together with those that a sweep file names to hold out and to test on.</summary>
internal static class CorpusParts
{
    private const string Validation = "validation", Test = "test";

    /// <summary>The text with its parts.</summary>
    /// <param name="text">The text to learn, with parts of its own or without.</param>
    /// <param name="held">The one to hold out in place of its own; null = its own.</param>
    /// <param name="test">The one to test on in place of its own; null = its own.</param>
    /// <exception cref="CorpusException">A part is not there.</exception>
    public static CorpusText Joined(CorpusText text, CorpusText? held, CorpusText? test)
    {
        if (held is not null)
        {
            var (pieces, hash) = Part(held, Validation, held.Validation, held.ValidationSha256);
            text = With(text, Validation, hash, held.Bytes) with { Validation = pieces };
        }

        if (test is not null)
        {
            var (pieces, hash) = Part(test, Test, test.Test, test.TestSha256);
            text = With(text, Test, hash, test.Bytes) with { Test = pieces };
        }

        return text;
    }

    private static CorpusText With(CorpusText text, string part, string hash, long bytes) => text with
    {
        Sha256 = CorpusCatalog.Hash(Encoding.UTF8.GetBytes($"{text.Sha256} {part} {hash}")),
        Bytes = text.Bytes + bytes,
    };

    /// <summary>What a named text gives: the part that is asked for, or all of one without parts.</summary>
    private static (IReadOnlyList<TextPiece> Pieces, string Sha256) Part(
        CorpusText other, string part, IReadOnlyList<TextPiece> own, string? sha256)
    {
        if (own.Count > 0) return (own, sha256 ?? other.Sha256);
        if (other.Validation.Count + other.Test.Count == 0) return (other.Training, other.Sha256);
        throw new CorpusException($"{part}_corpus '{other.Name}': expected a {part} text in this folder of parts, found none; name the " +
            "file that is meant");
    }
}
