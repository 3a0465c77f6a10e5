using System.Text.Json;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

/// <summary>The real text, against values worked out by tests/Reference/corpora.py.</summary>
public class TimeMachineTests
{
    private static readonly JsonElement Expected = RepositoryFiles.CorporaReference.GetProperty("timeMachine");

    [Fact]
    public void Lines_are_normalised_as_in_the_course()
    {
        var lines = TextRules.Lines(File.ReadAllText(RepositoryFiles.TimeMachineOrSkip())).ToArray();

        Assert.Equal(Expected.GetProperty("lines").GetInt32(), lines.Length);
        Assert.Equal(Expected.GetProperty("line0").GetString(), lines[0]);
        Assert.Equal(Expected.GetProperty("line10").GetString(), lines[10]);
    }

    [Fact]
    public void It_has_28_character_types()
    {
        var corpus = Load(TokenKind.Char);

        Assert.Equal(28, corpus.Vocabulary.Count);
        Assert.Equal(List<string>("charTypes"), corpus.Vocabulary.Types);
        Assert.Equal(Expected.GetProperty("chars").GetInt32(), corpus.Tokens.Length);
        Assert.Equal(List<int>("charTokens"), corpus.Tokens[..200].ToArray());
        Assert.Equal(Expected.GetProperty("charSum").GetInt64(), corpus.Tokens.ToArray()
            .Select((token, i) => ((i % 97) + 1L) * token).Sum());
    }

    [Fact]
    public void It_has_4580_word_types()
    {
        var corpus = Load(TokenKind.Word);

        Assert.Equal(4580, corpus.Vocabulary.Count);
        Assert.Equal(List<string>("wordTypes"), corpus.Vocabulary.Types.Take(40));
        Assert.Equal(List<string>("wordTypesEnd"), corpus.Vocabulary.Types.TakeLast(10));
        Assert.Equal(Expected.GetProperty("words").GetInt32(), corpus.Tokens.Length);
        Assert.Equal(List<int>("wordTokens"), corpus.Tokens[..60].ToArray());
        Assert.Equal(Expected.GetProperty("wordTypesMin5").GetInt32(), Load(TokenKind.Word, minFreq: 5).Vocabulary.Count);
    }

    [Fact]
    public void The_published_hash_and_size_are_those_of_the_file()
    {
        var folder = Path.GetDirectoryName(RepositoryFiles.TimeMachineOrSkip())!;
        using var noNetwork = new HttpClient(new RefusingHandler());

        var corpus = new CorpusCatalog(folder, noNetwork).Get(new CorpusOptions { Corpus = "time-machine", MaxTokens = 10_000 });

        Assert.Equal(178_979, new FileInfo(Path.Combine(folder, "timemachine.txt")).Length);
        Assert.Equal("time-machine", corpus.Name);
        Assert.Equal((9_000, 1_000, 28), (corpus.Train.Length, corpus.Validation.Length, corpus.Vocabulary.Count));
        Assert.Null(corpus.FloorPerplexity);
    }

    private static Corpus Load(TokenKind token, int minFreq = 0)
    {
        var path = RepositoryFiles.TimeMachineOrSkip();
        return new CorpusCatalog([new TextFileSource()]).Get(new CorpusOptions { Corpus = path, Token = token, MinFreq = minFreq });
    }

    private static T[] List<T>(string name) => Expected.GetProperty(name).Deserialize<T[]>()!;
}
