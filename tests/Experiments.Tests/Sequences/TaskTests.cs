using CsCheck;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Sequences.Tasks;

namespace Sweep.Experiments.Tests.Sequences;

public sealed class TaskTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-pairs-");

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(17, "seventeen")]
    [InlineData(40, "forty")]
    [InlineData(105, "one hundred and five")]
    [InlineData(999, "nine hundred and ninety nine")]
    [InlineData(2001, "two thousand and one")]
    [InlineData(2100, "two thousand one hundred")]
    [InlineData(21_000_000, "twenty one million")]
    [InlineData(1_000_000_000, "one billion")]
    [InlineData(342_251, "three hundred and forty two thousand two hundred and fifty one")]
    public void Numbers_have_their_English_words(long number, string words) => Assert.Equal(words, NumberWords.Of(number));

    [Theory]
    [InlineData(0, "20 july 1969")]
    [InlineData(1, "july 20, 1969")]
    [InlineData(2, "20 jul 1969")]
    [InlineData(3, "sunday, 20 july 1969")]
    [InlineData(4, "sunday, july 20, 1969")]
    [InlineData(5, "20.7.1969")]
    public void Dates_are_written_as_people_do(int form, string written) =>
        Assert.Equal(new SequencePair(written, "1969-07-20"), WrittenDate.Of(new DateOnly(1969, 7, 20), form));

    [Theory]
    [InlineData(SequenceTask.Copy)]
    [InlineData(SequenceTask.Reverse)]
    [InlineData(SequenceTask.Sort)]
    [InlineData(SequenceTask.Recall)]
    public void Letters_have_the_answer_of_the_task(SequenceTask task) =>
        Gen.Select(Gen.Long, Gen.Int[1, 9], Gen.Int[9, 12]).Sample((seed, shortest, longest) =>
            TaskPairs.Of(new(task, shortest, longest, 26, 3, seed)).All(pair => pair.Target == task switch
            {
                SequenceTask.Copy => pair.Source,
                SequenceTask.Reverse => string.Concat(pair.Source.Reverse()),
                SequenceTask.Sort => string.Concat(pair.Source.Order()),
                _ => $"{pair.Source[0]}",
            } && pair.Source.Length >= shortest && pair.Source.Length <= longest + (task == SequenceTask.Recall ? 1 : 0)), iter: 100);

    [Theory]
    [InlineData(SequenceTask.Copy, 3, 26 * 26 * 26)]
    [InlineData(SequenceTask.Numbers, 3, 900)]
    public void Sources_are_counted(SequenceTask task, int length, double sources) =>
        Assert.Equal(sources, new TaskDraw(task, length, length, 26, 1, 0).Sources);

    [Fact]
    public void No_held_out_source_is_learnt_and_equal_seeds_give_equal_pairs()
    {
        foreach (var task in Enum.GetValues<SequenceTask>())
        {
            var options = new PairOptions { Task = task, Length = 6, Count = 500, Validation = 0.2 };
            var (one, other) = (PairSet.Of(options), PairSet.Of(options));

            var learnt = one.Train.Select(pair => string.Join(' ', pair.Source)).ToHashSet();
            Assert.Equal((400, 100), (one.Train.Count, one.HeldOut.Count));
            Assert.DoesNotContain(one.HeldOut, pair => learnt.Contains(string.Join(' ', pair.Source)));
            Assert.Equal(one.Sha256, other.Sha256);
            Assert.NotEqual(one.Sha256, PairSet.Of(options with { Seed = 1 }).Sha256);
        }
    }

    [Fact]
    public void A_file_has_a_pair_a_line_and_holds_out_whole_sources()
    {
        File.WriteAllText(
            Path.Combine(folder.FullName, "p.tsv"), "\uFEFFgo .\tva !\tby someone\n\ngo .\tva !\ngo .\tallez !\n" +
            "hi .\tsalut !\nrun .\tcours !\n");

        var pairs = PairSet.Of(new PairOptions
        {
            File = "p.tsv",
            BaseFolder = folder.FullName,
            Token = PairToken.Word,
            Validation = 0.4,
        });

        Assert.Equal(4, pairs.Train.Count + pairs.HeldOut.Count);
        Assert.Equal(["<unk>", "<pad>", "<bos>", "<eos>"], pairs.Source.Types.Take(4));
        Assert.Equal(["<unk>", "<pad>", "<bos>", "<eos>"], pairs.Target.Types.Take(4));
        Assert.Equal(".", pairs.Source.Types[4]);
        Assert.Equal((2, 2), (pairs.LongestSource, pairs.LongestTarget));
    }

    [Fact]
    public void Sources_of_equal_tokens_are_one_source()
    {
        var error = Assert.Throws<CorpusException>(() => PairSet.Of(Words("a  b\tx\na b\ty\n a b\tz\n")));

        Assert.Contains("at least two different sources", error.Message);
        Assert.Equal(2, PairSet.Of(Words("a  b\tx\na b\ty\n") with { Token = PairToken.Char }).HeldOut.Concat(
            PairSet.Of(Words("a  b\tx\na b\ty\n") with { Token = PairToken.Char }).Train).Count());
    }

    [Fact]
    public void Rare_and_new_tokens_are_unknown_on_their_side()
    {
        var pairs = PairSet.Of(Words("a b\tx y\nb a\ty x\na b a b\tx y\na b rare\tx y once\n", minFreq: 2));

        Assert.Equal(["a", "b"], pairs.Source.Types.Skip(4).Order());
        Assert.Equal(["x", "y"], pairs.Target.Types.Skip(4).Order());
        var odd = pairs.Train.Concat(pairs.HeldOut).Single(pair => pair.Source.Length == 3);
        Assert.Equal((0, 0), (odd.Source[2], odd.Target[2]));
    }

    [Theory]
    [InlineData("a b\tx x\nc d\ty y\ne f\tz z\n", "sources")]
    [InlineData("a a\tx y\na a a\tz w\na\tu v\n", "targets")]
    public void Types_that_are_all_too_rare_are_told_with_the_way_out(string text, string side)
    {
        var error = Assert.Throws<CorpusException>(() => PairSet.Of(Words(text, minFreq: 2)));

        Assert.Contains($"expected a token type of the {side} that the training part has at least 2 times", error.Message);
        Assert.Contains("lower min_freq", error.Message);
    }

    [Theory]
    [InlineData("a\tb\nno tab here\n", "line 2: expected source, tab, target")]
    [InlineData("a\tb\n\n \tb\n", "line 3: expected a source and a target of at least one token each, found an empty source")]
    [InlineData("a\t\n", "line 1: expected a source and a target of at least one token each, found an empty target")]
    [InlineData("a\tb\n", "expected at least two different pairs")]
    public void A_line_that_is_no_pair_is_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<CorpusException>(() => PairFile.Parse("p.tsv", text)).Message);

    [Fact]
    public void What_is_no_UTF_8_is_named_with_its_line()
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, "p.tsv"), [.. "a\tb\nc\t"u8, 0xff, .. "\n"u8]);

        var error = Assert.Throws<CorpusException>(() => PairFile.Read("p.tsv", folder.FullName));

        Assert.Contains("line 2, byte 3: expected UTF-8 text, found byte 0xFF", error.Message);
        Assert.Contains("cannot read", Assert.Throws<CorpusException>(() => PairFile.Read("absent.tsv", folder.FullName)).Message);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>A file of these pairs, in words.</summary>
    private PairOptions Words(string text, int minFreq = 0)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "words.tsv"), text);
        return new() { File = "words.tsv", BaseFolder = folder.FullName, Token = PairToken.Word, MinFreq = minFreq, Validation = 0.1 };
    }
}
