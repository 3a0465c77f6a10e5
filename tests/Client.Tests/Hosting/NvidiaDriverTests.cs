using Sweep.Client.Hosting;

namespace Sweep.Client.Tests.Hosting;

/// <summary>How many GPUs there are, without libtorch.</summary>
public sealed class NvidiaDriverTests
{
    private static readonly GpuList Three = new([10, 20, 30], "a test");

    [Theory]
    [InlineData(null, new long[] { 10, 20, 30 })]
    [InlineData("2,0", new long[] { 30, 10 })]
    [InlineData(" 1 ", new long[] { 20 })]
    [InlineData("0,7,1", new long[] { 10 })]
    [InlineData("-1", new long[0])]
    [InlineData("", new long[0])]
    [InlineData("GPU-8932f937,MIG-1", new long[] { 0, 0 })]
    public void The_user_s_own_list_counts(string? visible, long[] left) => Assert.Equal(left, Three.VisibleBy(visible).MemoryBytes);

    [Fact]
    public void Device_files_tell_how_many_there_are_and_the_driver_s_list_where_there_are_none()
    {
        using var folder = new TemporaryFolder();
        var (devices, listed) = (Path.Combine(folder.Path, "dev"), Path.Combine(folder.Path, "gpus"));
        Directory.CreateDirectory(Path.Combine(listed, "0000:01:00.0"));

        Assert.Equal(1, NvidiaDriver.ByFiles(devices, listed).Count);

        Directory.CreateDirectory(devices);
        foreach (var name in (string[])["nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"])
            File.WriteAllText(Path.Combine(devices, name), "");
        Assert.Equal(2, NvidiaDriver.ByFiles(devices, listed).Count);
    }

    [Fact]
    public void A_machine_without_the_driver_has_none() =>
        Assert.Equal(0, NvidiaDriver.ByFiles("/no/such/folder", "/no/such/folder").Count);

    [Fact]
    public void To_look_at_this_machine_always_gives_an_answer() => Assert.InRange(NvidiaDriver.Look().Count, 0, 1000);
}
