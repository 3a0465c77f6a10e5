using System.Text;
using CsCheck;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

public sealed class LineSplitterTests
{
    private static readonly string[] Pieces = ["a", "äß", "€", "\n", "🙂", "{}"];

    [Fact]
    public void Lines_of_one_read_come_together_and_a_part_waits_for_its_rest()
    {
        var splitter = new LineSplitter();

        Assert.Equal(["one", "two"], splitter.Add("one\ntwo\r\nthr"u8));
        Assert.Empty(splitter.Add("e"u8));
        Assert.Equal(["three", ""], splitter.Add("e\n\nfour"u8));
        Assert.Equal(["four"], splitter.End());
        Assert.Empty(splitter.End());
    }

    [Fact]
    public void However_the_bytes_are_cut_the_lines_are_the_same() =>
        Gen.Select(Gen.Int[1, 40].List[0, 60], Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).List[0, 60]).Sample((cuts, pieces) =>
        {
            var text = string.Concat(pieces);
            var bytes = Encoding.UTF8.GetBytes(text);
            var splitter = new LineSplitter();
            var lines = new List<string>();
            var at = 0;
            foreach (var cut in cuts)
            {
                var length = Math.Min(cut, bytes.Length - at);
                lines.AddRange(splitter.Add(bytes.AsSpan(at, length)));
                at += length;
            }

            lines.AddRange(splitter.Add(bytes.AsSpan(at)));
            lines.AddRange(splitter.End());

            var expected = text.Split('\n');
            Assert.Equal(expected[^1].Length > 0 ? expected : expected[..^1], lines);
        });

    [Fact]
    public void A_progress_bar_gives_a_line_for_each_update_on_standard_error()
    {
        var lines = new LineSplitter(returnEnds: true);

        Assert.Equal(["10%", "20%"], lines.Add("10%\r20%\r30"u8));
    }

    [Fact]
    public void A_line_beyond_the_limit_is_cut_once_and_the_next_one_is_whole()
    {
        var lines = new LineSplitter(limit: 4);

        Assert.Empty(lines.Add("abcd"u8));
        var cut = Assert.Single(lines.Add("e"u8));
        Assert.StartsWith("abcd", cut);
        Assert.Contains("longer than 4 bytes", cut);
        Assert.True(LineSplitter.IsCut(cut));
        Assert.Empty(lines.Add("fghijklm"u8));
        Assert.Equal(["nop"], lines.Add("\nnop\nq"u8));
        Assert.Equal(["q"], lines.End());
    }

    [Fact]
    public void A_line_for_people_comes_in_pieces()
    {
        var lines = new LineSplitter(limit: 4, beyond: LongLine.Pieces);

        Assert.Empty(lines.Add("abcd"u8));
        Assert.Equal(["abcde"], lines.Add("e"u8));
        Assert.Equal(["f"], lines.Add("f\n"u8));
    }

    [Fact]
    public void A_long_line_that_ends_with_the_stream_is_not_told_twice()
    {
        var lines = new LineSplitter(limit: 4);

        Assert.Single(lines.Add("abcdefg"u8));
        Assert.Empty(lines.Add("hij"u8));
        Assert.Empty(lines.End());
    }
}
