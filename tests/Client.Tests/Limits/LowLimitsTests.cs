using Sweep.Client.Cli;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Limits;

/// <summary>The real program, and its launcher, where the system gives it too little:
/// one sentence that names the limit, before anything starts.</summary>
public sealed class LowLimitsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-limits-").FullName;

    public LowLimitsTests() =>
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "name: a\nexperiment: noop\nmethod: grid\nparameters: {x: [1], epochs: 1}\n");

    [Theory]
    [InlineData("ulimit -n 64", "may open 64 files ('ulimit -n'), and needs 160")]
    [InlineData("ulimit -n 80", "may open 80 files ('ulimit -n'), and needs 160")]
    [InlineData("ulimit -n 100", "may open 100 files ('ulimit -n'), and needs 160")]
    [InlineData("ulimit -n 128", "may open 128 files ('ulimit -n'), and needs 160")]
    [InlineData("ulimit -n 200", "may open 200 files ('ulimit -n'), and with 1 worker needs 264")]
    [InlineData("ulimit -v 4000000", "may have 4000000 KiB of address space ('ulimit -v'), and needs 8000000")]
    [InlineData("ulimit -f 40000", "may write files of 39.1 MiB ('ulimit -f'), and needs 64.0 MiB")]
    public async Task The_program_names_the_limit(string limit, string words)
    {
        var said = await Shell($"{limit}; exec \"$0\" run a.yaml --workers 1", SweepProcess.Executable);

        Assert.True(said.Code == ExitCodes.Failed, said.ToString());
        Assert.Contains(words, said.Error, StringComparison.Ordinal);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(folder, "sweep.db")), "a ledger was written");
    }

    [Theory]
    [InlineData("ulimit -n 24", "24 open files ('ulimit -n'), and needs 160")]
    [InlineData("ulimit -v 500000", "500000 KiB of address space ('ulimit -v'), and needs 8000000")]
    [InlineData("ulimit -f 1000", "1000 KiB in a file ('ulimit -f'), and needs 65536")]
    public async Task The_launcher_names_those_with_which_the_runtime_cannot_even_begin(string limit, string words)
    {
        Assert.SkipUnless(File.Exists("/proc/self/limits"), "this system has no /proc");

        var said = await Shell($"{limit}; exec \"$0\" ls", Path.Combine(Repository.Root, "sweep"));

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Equal($"sweep: this process may have {words} at least; raise the limit\n", said.Error);
    }

    [Theory]
    [InlineData("ulimit -Sn 64")]
    [InlineData("unset HOME")]
    [InlineData("export HOME=/nowhere/at/all")]
    [InlineData("export LANG=C LC_ALL=C; unset TERM")]
    [InlineData("export TMPDIR=/nowhere/at/all")]
    public async Task A_poor_surrounding_is_no_hindrance(string surrounding)
    {
        var said = await Shell($"{surrounding}; exec \"$0\" run a.yaml --workers 1", SweepProcess.Executable);

        Assert.True(said.Code == ExitCodes.Done, said.ToString());
    }

    [Fact]
    public async Task A_current_folder_that_is_gone_is_named()
    {
        var said = await Shell("mkdir gone; cd gone; rmdir ../gone; exec \"$0\" ls", SweepProcess.Executable);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Equal("sweep: the current folder does not exist any more, or cannot be read; change to another one and give the " +
            "command again\n", said.Error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<Said> Shell(string script, string program) => SweepProcess.Run("/bin/bash", folder,
        new Dictionary<string, string> { ["SWEEP_DATA"] = folder, ["SWEEP_COMMAND"] = "sweep" }, "-c", script, program);
}
