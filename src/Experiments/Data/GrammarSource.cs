using System.Text;
using Sweep.Experiments.Data.Grammars;

namespace Sweep.Experiments.Data;

/// <summary>The embedded corpus: English-like text drawn from <see cref="EnglishGrammar"/>; any length, any seed, no network.</summary>
internal sealed class GrammarSource : ITextSource
{
    /// <summary>Longest text in characters.</summary>
    public const int MaxLength = 100_000_000;

    public bool Handles(CorpusOptions options) => options.Corpus == CorpusOptions.Grammar;

    public string Stamp(CorpusOptions options) => $"{CorpusOptions.Grammar} {options.GrammarLength} {options.GrammarSeed}";

    public CorpusText Read(CorpusOptions options, CancellationToken cancel)
    {
        if (options.GrammarLength is < 1 or > MaxLength)
            throw new CorpusException(
                $"corpus '{CorpusOptions.Grammar}': expected a length from 1 to {MaxLength} characters, found {options.GrammarLength}");
        var text = GrammarText.Write(EnglishGrammar.Instance, options.GrammarLength, options.GrammarSeed);
        if (text.Length == 0)
            throw new CorpusException(
                $"corpus '{CorpusOptions.Grammar}': no word fits a length of {options.GrammarLength} characters; ask for at least 1000");
        return new CorpusText
        {
            Name = CorpusOptions.Grammar,
            Text = text,
            Sha256 = CorpusCatalog.Hash(Encoding.UTF8.GetBytes(text)),
            Grammar = EnglishGrammar.Instance,
        };
    }
}
