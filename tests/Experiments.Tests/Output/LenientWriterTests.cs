using System.Text;
using Sweep.Experiments.Output;

namespace Sweep.Experiments.Tests.Output;

/// <summary>Text that cannot be written is lost; whoever wrote it goes on.</summary>
public sealed class LenientWriterTests : IDisposable
{
    private readonly Medium medium = new();

    public void Dispose() => medium.Dispose();

    [Fact]
    public void Messages_are_tried_one_by_one()
    {
        using var writer = new LenientWriter(medium, new UTF8Encoding(false), endsWithFailure: false);

        writer.WriteLine("one");
        medium.Refuses = new IOException("No space left on device", 28);
        writer.WriteLine("two");
        medium.Refuses = null;
        writer.Write("thr{0}", "ee");
        writer.WriteLine();

        Assert.Equal("one\nthree\n", medium.Text);
        Assert.Equal((true, "No space left on device"), (writer.IsLost, writer.Failure));
    }

    [Fact]
    public void Data_end_with_the_first_failure()
    {
        using var writer = new LenientWriter(medium, new UTF8Encoding(false), endsWithFailure: true);

        writer.Write('ä');
        medium.Refuses = new IOException("No space left on device", 28);
        writer.WriteLine("lost");
        medium.Refuses = null;
        writer.WriteLine("a hole is worse than an end");

        Assert.Equal("ä", medium.Text);
        Assert.Equal((true, "No space left on device"), (writer.IsLost, writer.Failure));
    }

    [Fact]
    public void A_reader_that_went_away_is_no_failure()
    {
        using var writer = new LenientWriter(medium, new UTF8Encoding(false), endsWithFailure: true);
        medium.Refuses = new IOException("Broken pipe", 32);

        writer.WriteLine("nobody reads this");

        Assert.Equal((true, null), (writer.IsLost, writer.Failure));
    }

    [Fact]
    public void A_sign_of_two_parts_may_come_in_two_calls()
    {
        using var writer = new LenientWriter(medium, new UTF8Encoding(false), endsWithFailure: true);

        foreach (var half in "𝄞") writer.Write(half);

        Assert.Equal("𝄞", medium.Text);
    }

    [Fact]
    public void Lines_of_several_threads_stay_whole()
    {
        using var writer = new LenientWriter(medium, new UTF8Encoding(false), endsWithFailure: true);

        Parallel.For(0, 200, i => writer.WriteLine(new string((char)('a' + (i % 26)), 50)));

        Assert.All(medium.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(new string(line[0], 50), line));
    }

    private sealed class Medium : MemoryStream
    {
        public Exception? Refuses { get; set; }

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Refuses is { } refusal) throw refusal;
            base.Write(buffer);
        }
    }
}
