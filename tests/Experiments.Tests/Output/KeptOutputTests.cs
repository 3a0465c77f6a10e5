using System.Text;
using Sweep.Experiments.Output;

namespace Sweep.Experiments.Tests.Output;

public sealed class KeptOutputTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void All_of_it_is_kept_up_to_the_bound()
    {
        Write("first\n", "second\n");

        Assert.Equal("first\nsecond\n", Kept());
        Assert.Equal(["stdout.log"], Files());
    }

    [Fact]
    public void Beyond_the_bound_the_beginning_and_the_end_are_kept()
    {
        using (var output = new KeptOutput(folder.FullName, OutputSegment.Out, attempt: 1, bound: 80))
            for (var i = 0; i < 100; i++) output.Write(Encoding.UTF8.GetBytes($"{i:000000000}\n"));

        var lines = Kept().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["000000000", "000000001", "000000002", "000000003", "…", "000000096"], lines[..6]);
        Assert.Equal("000000099", lines[^1]);
    }

    [Fact]
    public void Attempts_stand_one_after_the_other()
    {
        Write("one");
        using (var second = new KeptOutput(folder.FullName, OutputSegment.Out, attempt: 2)) second.Write(["two"]);

        Assert.Equal("one\n--- attempt 2 ---\ntwo\n", Kept());
    }

    [Fact]
    public void Nothing_is_made_for_who_says_nothing()
    {
        using (new KeptOutput(Path.Combine(folder.FullName, "17"), OutputSegment.Error, attempt: 2))
        {
        }

        Assert.Empty(Files());
        Assert.Null(OutputSegment.Read(Path.Combine(folder.FullName, "17"), OutputSegment.Error, 0));
    }

    [Fact]
    public void The_streams_are_kept_apart()
    {
        Write("data");
        using (var errors = new KeptOutput(folder.FullName, OutputSegment.Error, attempt: 1)) errors.Write(["words"]);

        Assert.Equal("data", Kept());
        Assert.Equal("words\n", Encoding.UTF8.GetString(OutputSegment.Read(folder.FullName, OutputSegment.Error, 0)!.Bytes));
    }

    [Fact]
    public void What_cannot_be_written_is_lost_and_ends_nothing()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "stdout.log"));

        Write("data");

        Assert.Equal("", Kept());
    }

    private void Write(params string[] texts)
    {
        using var output = new KeptOutput(folder.FullName, OutputSegment.Out, attempt: 1);
        foreach (var text in texts) output.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Everything that is kept, with "…" in the place of what is not.</summary>
    private string Kept()
    {
        var text = new StringBuilder();
        var offset = 0L;
        while (OutputSegment.Read(folder.FullName, OutputSegment.Out, offset) is { } part)
        {
            if (part.Offset > offset) text.Append("…\n");
            text.Append(Encoding.UTF8.GetString(part.Bytes));
            offset = part.End;
        }

        return text.ToString();
    }

    private IEnumerable<string> Files() => folder.EnumerateFileSystemInfos().Select(file => file.Name);
}
