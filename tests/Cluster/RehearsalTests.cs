namespace Sweep.Cluster.Tests;

/// <summary>Promise 1: a worker that fails costs one attempt, whose reason is kept, and not the trial.</summary>
public sealed class RehearsalTests
{
    [Theory]
    [InlineData("crash", "crashed", "exited with code 70", null)]
    [InlineData("native-abort", "crashed", "in the middle of the trial", "rehearsal of a native abort")]
    [InlineData("memory", "out_of_memory", "memory is used up", null)]
    public async Task A_failed_attempt_is_kept_with_its_reason_and_the_next_one_completes_the_trial(
        string fail, string outcome, string reason, string? stderr)
    {
        using var workspace = new Workspace();
        var file = workspace.Write("rehearsal.yaml", $$"""
            name: rehearsal
            experiment: noop
            method: grid
            metric: {name: loss, goal: minimize}
            retries: 2
            parameters:
              fail: {{fail}}
              fail_epoch: 2
              fail_attempts: 1
              epochs: 3
            """);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Assert.Equal([outcome, "completed"], workspace.Query<string>("SELECT outcome FROM attempts ORDER BY attempt"));
        Assert.Contains(reason, Assert.Single(workspace.Query<string>("SELECT reason FROM attempts WHERE attempt = 1")));
        Assert.Contains(stderr ?? "", Assert.Single(workspace.Query<string?>("SELECT stderr_tail FROM attempts WHERE attempt = 1")) ?? "");
        Assert.Equal(["completed 2 1 3"],
            workspace.Query<string>("SELECT printf('%s %d %d %d', status, attempts, failures, epochs_done) FROM trials"));
        Assert.Equal([1L, 2L, 3L], workspace.Query<long>("SELECT epoch FROM epochs ORDER BY epoch"));
    }
}
