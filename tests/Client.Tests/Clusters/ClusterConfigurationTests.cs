using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Clusters;

/// <summary>The file that names the cluster for every command of a user.</summary>
public sealed class ClusterConfigurationTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    public ClusterConfigurationTests()
    {
        sweep.Variables["XDG_CONFIG_HOME"] = sweep.Folder;
        Directory.CreateDirectory(Path.Combine(sweep.Folder, "sweep"));
    }

    public void Dispose() => sweep.Dispose();

    [Fact]
    public async Task An_unknown_key_is_refused_and_not_taken_for_no_cluster()
    {
        sweep.Write("sweep/config.yaml", "clusters: Host=db\n");

        var said = await sweep.Run("ls");

        Assert.Equal(2, said.Code);
        Assert.Contains("unknown key 'clusters'; did you mean 'cluster'?", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "found a named pipe (FIFO)")]
    [InlineData("folder", "found a folder")]
    [InlineData("device", "found a device")]
    public async Task What_is_no_file_is_refused_and_not_waited_for(string kind, string reason)
    {
        using var other = new NoFile(kind, Path.Combine(sweep.Folder, "sweep", "config.yaml"));

        var said = await sweep.Run("ls");

        Assert.Equal(2, said.Code);
        Assert.Contains($"{{folder}}/sweep/config.yaml cannot be read: expected a file, {reason}", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relative_path_is_beside_the_file_wherever_the_command_runs()
    {
        sweep.Write("sweep/config.yaml", "cluster: c.db\n");

        var said = await sweep.Run("top", "cells");

        Assert.Equal(2, said.Code);
        Assert.Contains("there is no ledger '{folder}/sweep/c.db'", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodes", "--cluster", "nothere.db", "'silo'")]
    [InlineData("top", "--cluster", "postgres://127.0.0.1:1/", "the user's own database on 127.0.0.1:1 does not answer")]
    public async Task The_way_out_fits_the_option(string verb, string option, string address, string words)
    {
        sweep.Variables["SWEEP_SECRET"] = "a secret that only this test knows";

        var said = await sweep.Run(verb == "top" ? [verb, "cells", option, address] : [verb, option, address]);

        Assert.Contains(words, said.Error, StringComparison.Ordinal);
    }
}
