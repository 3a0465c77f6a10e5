namespace Sweep.Cluster.Tests;

/// <summary>Files that are damaged, of somebody else, or no files at all, met by real processes:
/// nothing waits for ever, nothing is lost.</summary>
public sealed class StrangeFileTests : IDisposable
{
    private const string Yaml = """
        name: odd
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        retries: 0
        parameters:
          cell: gru
          hidden: 16
          corpus: grammar
          grammar_length: 6000
          num_steps: 20
          batch_size: 16
          epochs: 400
        """;

    private readonly Workspace workspace = new();

    private string Last => Path.Combine(workspace.Ledger + ".files", "odd", "0", "last.safetensors");

    [Fact]
    public async Task A_checkpoint_of_another_program_pauses_the_sweep_and_it_goes_on_when_the_file_is_moved_away()
    {
        await Interrupt();
        var head = """{"__metadata__":{"format":"pt"}}"""u8;
        File.WriteAllBytes(Last, [.. BitConverter.GetBytes((long)head.Length), .. head]);

        var (code, output, errors) = await Resume();

        Assert.True(code == 1, $"exit {code}\n{output}\n{errors}");
        Assert.Contains("another program wrote it; move the file away, then resume the sweep", errors);
        Assert.Equal(["planned"], workspace.Query<string>("SELECT status FROM trials"));

        File.Delete(Last);
        Assert.Equal(0, (await Resume()).Code);
        Assert.Equal(["completed"], workspace.Query<string>("SELECT status FROM trials"));
    }

    /// <summary>One bit of <c>bias_ih_l0</c> makes it <c>bias_hh_l0</c>, a name that is there already.</summary>
    [Fact]
    public async Task A_name_that_a_flipped_bit_makes_stand_there_twice_is_damage_and_the_trial_starts_over()
    {
        await Interrupt();
        var file = File.ReadAllBytes(Last);
        file[file.AsSpan().IndexOf("bias_ih_l0"u8) + "bias_".Length] ^= 'i' ^ 'h';
        File.WriteAllBytes(Last, file);

        var (code, output, errors) = await Resume();

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Assert.Equal(["completed"], workspace.Query<string>("SELECT status FROM trials"));
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'error'"));
        Assert.True(File.Exists(Last + ".damaged"));
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_checkpoint_is_named_at_once()
    {
        await Interrupt();
        File.Delete(Last);
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Last]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        var (code, _, errors) = await Resume();

        Assert.Equal(1, code);
        Assert.Contains("expected a file, found a named pipe (FIFO); move it away, then resume the sweep", errors);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    public async Task A_device_is_no_text_and_no_sweep_file(string device)
    {
        workspace.Write("odd.yaml", Yaml.Replace("corpus: grammar", $"corpus: {device}", StringComparison.Ordinal));

        foreach (var arguments in new[] { new[] { "run", "odd.yaml" }, ["validate", device] })
        {
            var (code, output, errors) = await SweepProgram.Run(workspace.Folder, arguments);

            Assert.True(code == 2, $"exit {code}\n{output}\n{errors}");
            Assert.Contains("a device", errors + output);
            Assert.DoesNotContain("defect", errors);
        }
    }

    [Fact]
    public async Task A_sweep_file_may_come_through_a_pipe()
    {
        workspace.Write("odd.yaml", Yaml);
        using var validate = SweepProgram.StartCommand(workspace.Folder,
            ["/bin/bash", "-c", "'{sweep}' validate <(sleep 0.2; cat odd.yaml) && cat odd.yaml | '{sweep}' validate /dev/stdin"]);

        Assert.True(await validate.Exit() == 0, validate.Errors + validate.Output);
    }

    [Fact]
    public async Task A_report_that_makes_no_sense_is_an_error_of_its_attempt_and_never_of_the_run()
    {
        workspace.Write("odd.yaml", """
            name: odd
            method: grid
            metric: {name: loss, goal: minimize}
            command: [sh, odd.sh, "${args_no_hyphens}"]
            retries: 0
            parameters:
              seconds: [1, -1e308]
            """);
        workspace.Write("odd.sh", """
            echo '{"type":"ready","protocol":1}'
            read start
            echo '{"type":"report","epoch":1,"metrics":{"loss":1},"'$1'}' | sed 's/seconds=/seconds":/'
            echo '{"type":"ended","outcome":"completed"}'
            """);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", "odd.yaml", "--workers", "1");

        Assert.True(code == 1, $"exit {code}\n{output}\n{errors}");
        Assert.Equal(["completed", "failed"], workspace.Query<string>("SELECT status FROM trials ORDER BY status"));
        Assert.Contains("(seconds must be from 0 to 1000000000, found -1E+308): {\"type\":\"report\",\"epoch\":1,",
            workspace.Query<string>("SELECT reason FROM trials WHERE status = 'failed'")[0]);
        Assert.DoesNotContain("unexpected", errors);
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>A run that was interrupted after a checkpoint.</summary>
    private async Task Interrupt()
    {
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("odd.yaml", Yaml), "--workers", "1");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 1), run.Errors);
        run.Interrupt();
        Assert.Equal(130, await run.Exit());
        Assert.True(File.Exists(Last));
    }

    private Task<(int Code, string Output, string Errors)> Resume() =>
        SweepProgram.Run(workspace.Folder, "resume", "odd", "--workers", "1");
}
