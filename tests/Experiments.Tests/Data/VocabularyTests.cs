using System.Text.Json;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class VocabularyTests
{
    private static readonly JsonElement Expected = RepositoryFiles.CorporaReference.GetProperty("vocabulary");
    private static readonly string[] Tokens = Expected.GetProperty("tokens").Deserialize<string[]>()!;

    [Fact]
    public void Types_follow_falling_frequency_and_ties_first_appearance() =>
        Assert.Equal(List("all"), Vocabulary.Build(Tokens).Types);

    [Fact]
    public void Rare_types_are_cut() => Assert.Equal(List("min2"), Vocabulary.Build(Tokens, minFreq: 2).Types);

    [Fact]
    public void Reserved_types_come_right_after_unknown_and_only_once() =>
        Assert.Equal(List("reserved"), Vocabulary.Build(Tokens, reserved: ["<bos>", "a"]).Types);

    [Fact]
    public void Unknown_tokens_are_number_zero()
    {
        var vocabulary = Vocabulary.Build(["b", "a", "b"]);

        Assert.Equal([1, 0, 2], vocabulary.Encode(["b", "zebra", "a"]));
        Assert.Equal(["b", "<unk>", "a"], vocabulary.Decode([1, 0, 2]));
        Assert.Equal(3, vocabulary.Count);
    }

    [Fact]
    public void A_saved_list_gives_the_same_vocabulary_back()
    {
        var vocabulary = Vocabulary.Build(Tokens);

        Assert.Equal(vocabulary.Encode(Tokens), new Vocabulary([.. vocabulary.Types]).Encode(Tokens));
    }

    [Fact]
    public void A_list_that_is_no_vocabulary_is_refused_with_the_reason()
    {
        Assert.Contains("'a' twice", Assert.Throws<ArgumentException>(() => new Vocabulary(["<unk>", "a", "a"])).Message);
        Assert.Contains("expected <unk> as type 0, found 'a'", Assert.Throws<ArgumentException>(() => new Vocabulary(["a"])).Message);
        Assert.Contains("[0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => new Vocabulary(["<unk>"]).Decode([1])).Message);
    }

    private static string[] List(string name) => Expected.GetProperty(name).Deserialize<string[]>()!;
}
