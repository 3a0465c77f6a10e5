using Sweep.Client.Hosting;

namespace Sweep.Client.Tests.Hosting;

public sealed class MachineMemoryTests
{
    private const long GiB = 1L << 30;

    private readonly Dictionary<string, string> files =
        new() { ["/proc/meminfo"] = "MemTotal:       16777216 kB\nMemFree:         1048576 kB\n" };

    [Fact]
    public void A_machine_has_what_meminfo_says() => Assert.Equal(16 * GiB, Limit());

    [Fact]
    public void A_container_has_no_more_than_its_control_group()
    {
        files["/proc/self/cgroup"] = "0::/docker/abc\n";
        files["/sys/fs/cgroup/docker/abc/memory.max"] = $"{4 * GiB}\n";

        Assert.Equal(4 * GiB, Limit());
    }

    [Fact]
    public void The_tightest_of_the_groups_around_counts()
    {
        files["/proc/self/cgroup"] = "0::/system.slice/sweep.service\n";
        files["/sys/fs/cgroup/system.slice/sweep.service/memory.max"] = "max\n";
        files["/sys/fs/cgroup/system.slice/memory.max"] = $"{2 * GiB}\n";

        Assert.Equal(2 * GiB, Limit());
    }

    [Fact]
    public void The_limit_of_a_container_that_sees_its_hosts_path_lies_at_the_root()
    {
        files["/proc/self/cgroup"] = "0::/kubepods/pod1/c1\n";
        files["/sys/fs/cgroup/memory.max"] = $"{3 * GiB}\n";

        Assert.Equal(3 * GiB, Limit());
    }

    [Fact]
    public void The_older_control_groups_are_read_too()
    {
        files["/proc/self/cgroup"] = "5:cpu,cpuacct:/a\n4:memory:/slurm/job_7\n";
        files["/sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes"] = $"{5 * GiB}\n";

        Assert.Equal(5 * GiB, Limit());
    }

    [Fact]
    public void A_system_that_tells_nothing_has_what_the_runtime_says()
    {
        files.Clear();

        Assert.Equal(7 * GiB, MachineMemory.Limit(Read, 7 * GiB));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(512, 256)]
    [InlineData(2048, 1536)]
    [InlineData(16_384, 14_336)]
    [InlineData(1_048_576, 1_040_384)]
    public void The_system_and_the_node_keep_an_eighth_at_least_512_MiB_at_most_8_GiB_never_more_than_half(long mebibytes, long offered) =>
        Assert.Equal(offered << 20, MachineMemory.Offered(mebibytes << 20));

    private long Limit() => MachineMemory.Limit(Read, long.MaxValue);

    private string? Read(string path) => files.GetValueOrDefault(path);
}
