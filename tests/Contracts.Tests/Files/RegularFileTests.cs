using Sweep.Contracts.Files;

namespace Sweep.Contracts.Tests.Files;

/// <summary>What is read whole is a file, and no longer than expected.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("pipe", FileKind.Pipe, "expected a file, found a named pipe (FIFO)")]
    [InlineData("folder", FileKind.Folder, "expected a file, found a folder")]
    [InlineData("socket", FileKind.Socket, "expected a file, found a socket")]
    [InlineData("device", FileKind.Device, "expected a file, found a device")]
    public void What_is_no_file_is_named_and_never_opened(string made, FileKind kind, string message)
    {
        var path = Path.Combine(folder.Path, "other");
        using var other = new NoFile(made, path);

        Assert.Equal(kind, RegularFile.KindOf(path));
        Assert.Equal(message, Assert.Throws<NotRegularFileException>(() => RegularFile.Open(path)).Message);
    }

    [Fact]
    public void A_link_counts_as_what_it_leads_to()
    {
        var file = folder.Write("a", [1]);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), file);

        Assert.Equal(FileKind.Regular, RegularFile.KindOf(Path.Combine(folder.Path, "link")));
        Assert.Equal(FileKind.Absent, RegularFile.KindOf(Path.Combine(folder.Path, "none")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void A_file_is_read_whole_up_to_the_limit(int length)
    {
        var bytes = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();

        Assert.Equal(bytes, RegularFile.ReadBytes(folder.Write("a", bytes), 10));
    }

    [Fact]
    public void A_longer_file_is_refused_with_both_numbers() =>
        Assert.Equal("expected at most 10 bytes, found 11",
            Assert.Throws<IOException>(() => RegularFile.ReadBytes(folder.Write("a", new byte[11]), 10)).Message);

    [Fact]
    public void A_file_of_the_kernel_which_has_no_length_is_read_and_bounded()
    {
        Assert.Contains("processor", RegularFile.ReadText("/proc/cpuinfo", 1 << 24));
        Assert.Throws<IOException>(() => RegularFile.ReadBytes("/proc/cpuinfo", 10));
    }
}
