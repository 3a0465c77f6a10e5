using Sweep.Contracts;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>Real programs, written as shell scripts, run by a real worker loop.</summary>
public sealed partial class ProgramRunnerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");
    private readonly WorkerHarness worker = new(("program", new ProgramRunner([])));

    public void Dispose()
    {
        worker.Dispose();
        folder.Delete(recursive: true);
        foreach (var name in WorkerRuntime.Settings.Keys) Environment.SetEnvironmentVariable(name, null);
    }

    [Fact]
    public void Each_json_line_with_the_metric_is_a_report()
    {
        var events = Run("""
            echo starting; echo '{"loss": 9, "step": 10}'; echo '{"note": 1}'
            echo '{"loss": 0.25, "accuracy": 0.9, "note": "ok"}'; echo '{"loss": null}'; echo '{"done": true}'
            """);

        Assert.Equal(0, events.OfType<TrialStarted>().Single().Epochs);
        Assert.Equal([1, 2], events.OfType<TrialReport>().Select(report => report.Epoch));
        Assert.Equal(new Dictionary<string, double> { ["loss"] = 9, ["step"] = 10 }, events.OfType<TrialReport>().First().Metrics);
        Assert.Equal(new Dictionary<string, double> { ["loss"] = 0.25, ["accuracy"] = 0.9 }, events.OfType<TrialReport>().Last().Metrics);
        Assert.Equal(AttemptOutcome.Completed, events.OfType<TrialEnded>().Single().Outcome);
    }

    [Fact]
    public void A_report_is_passed_on_while_the_program_runs()
    {
        var go = Path.Combine(folder.FullName, "go");
        worker.Send(Order(Script($"echo '{{\"loss\": 2}}'; while [ ! -e {go} ]; do sleep 0.05; done; echo '{{\"loss\": 1}}'")));
        var next = worker.Next();
        while (next is not TrialReport) next = worker.Next();

        File.WriteAllText(go, "");

        Assert.Equal(2, ((TrialReport)next).Metrics["loss"]);
        Assert.Equal(1, worker.UntilEnded().OfType<TrialReport>().Single().Metrics["loss"]);
    }

    [Fact]
    public void A_program_says_its_epochs_itself()
    {
        var reports = Run("for e in 0 1 5; do echo \"{\\\"loss\\\": 1, \\\"epoch\\\": $e}\"; done").OfType<TrialReport>().ToList();

        Assert.Equal([1, 2, 6], reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal(["loss"], report.Metrics.Keys));
    }

    [Fact]
    public void A_parameter_called_epochs_means_nothing()
    {
        var order = Order(Script("for e in 1 2 3; do echo '{\"loss\": 1}'; done"));
        order.Config["epochs"] = 2;
        worker.Send(order);

        Assert.Equal(3, worker.UntilEnded().OfType<TrialReport>().Count());
    }

    [Fact]
    public void A_metric_that_is_no_finite_number_ends_the_trial_in_the_middle()
    {
        var events = Run("echo '{\"loss\": 1}'; echo '{\"loss\": NaN}'; while :; do sleep 0.05; done");

        Assert.Single(events.OfType<TrialReport>());
        Assert.Equal(AttemptOutcome.Diverged, events.OfType<TrialEnded>().Single().Outcome);
    }

    [Fact]
    public void The_program_gets_macros_environment_and_folder()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "data.txt"), "3");

        var report = Report(
            """echo "{\"loss\": $(cat data.txt), \"seed\": $SWEEP_SEED, \"trial\": $SWEEP_TRIAL, \"first\": ${1#--x=}}" """, "${args}");

        Assert.Equal(new Dictionary<string, double> { ["loss"] = 3, ["seed"] = 7, ["trial"] = 0, ["first"] = 1.5 }, report.Metrics);
    }

    [Fact]
    public void What_tunes_the_worker_s_runtime_does_not_reach_the_program()
    {
        foreach (var (name, value) in WorkerRuntime.Settings) Environment.SetEnvironmentVariable(name, value);

        var report = Report("""echo "{\"loss\": $(env | grep -c -e ^DOTNET_TieredCompilation= -e ^DOTNET_GCgen0size=)}" """);

        Assert.Equal(0, report.Metrics["loss"]);
    }

    [Fact]
    public void What_a_user_chose_for_the_runtime_stays()
    {
        var environment =
            new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "1", ["DOTNET_GCgen0size"] = "0x100000", ["PATH"] = "/bin" };

        WorkerRuntime.RemoveFrom(environment);

        Assert.Equal(new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "1", ["PATH"] = "/bin" }, environment);
    }

    [Theory]
    [InlineData("echo '{\"acc\": 1, \"step\": 2}'", AttemptOutcome.Error, "keys found: acc, step")]
    [InlineData("echo hello", AttemptOutcome.Error, "no JSON object at all")]
    [InlineData("echo '{\"loss\": \"low\"}'", AttemptOutcome.Error, "is not a number")]
    [InlineData("echo '{\"loss\": NaN}'", AttemptOutcome.Diverged, "loss = NaN")]
    [InlineData("echo '{\"loss\": -Infinity, \"text\": \"NaN \\\\\" Infinity\"}'", AttemptOutcome.Diverged, "loss = -Infinity")]
    [InlineData("echo '{\"loss\": 1, \"loss\": 2}'", AttemptOutcome.Error, "has a key twice: {\"loss\": 1, \"loss\": 2}")]
    [InlineData("printf '%s\\n' '{\"\\ud800\": 1}'", AttemptOutcome.Error, "no JSON object at all")]
    [InlineData("printf '%s\\n' '{\"loss\": \"\\ud800\"}'", AttemptOutcome.Error, "no JSON object at all")]
    [InlineData("echo '{\"loss\": 1}'; exit 3", AttemptOutcome.Error, "exited with code 3")]
    [InlineData("exit 126", AttemptOutcome.BadInput, "cannot be executed")]
    [InlineData("no-such-command", AttemptOutcome.BadInput, "was not found")]
    [InlineData("kill -SEGV $$", AttemptOutcome.Crashed, "was ended by SIGSEGV")]
    [InlineData("kill -KILL $$", AttemptOutcome.OutOfMemory, "SIGKILL")]
    public void A_program_that_gives_no_good_number_says_why(string script, AttemptOutcome outcome, string reason)
    {
        var ended = Run(script).OfType<TrialEnded>().Single();

        Assert.Equal(outcome, ended.Outcome);
        Assert.Contains(reason, ended.Reason);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_named()
    {
        worker.Send(Order("/no/such/program"));

        var ended = worker.UntilEnded().OfType<TrialEnded>().Single();

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains("not found", ended.Reason);
    }

    [Fact]
    public void A_program_that_says_ready_speaks_the_protocol()
    {
        var events = Run("""
            echo '{"type":"ready","protocol":1}'
            read start
            echo '{"type":"started","epochs":2}'
            echo '{"type":"report","epoch":1,"metrics":{"loss":0.5,"bad":NaN},"seconds":1}'
            echo "some text"
            echo '{"type":"report","epoch":2,"metrics":{"loss":0.25},"seconds":1}'
            case "$start" in *'"x":1.5'*) echo '{"type":"ended","outcome":"completed"}';; esac
            """);

        Assert.Equal([0.5, 0.25], events.OfType<TrialReport>().Select(r => r.Metrics["loss"]));
        Assert.DoesNotContain("bad", events.OfType<TrialReport>().First().Metrics.Keys);
        Assert.Equal(AttemptOutcome.Completed, events.OfType<TrialEnded>().Single().Outcome);
    }

    [Theory]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"loss\":NaN}}'", AttemptOutcome.Diverged, "loss = NaN")]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"acc\":1}}'; echo '{\"type\":\"ended\",\"outcome\":\"completed\"}'",
        AttemptOutcome.Error, "metrics found: acc")]
    [InlineData("exit 0", AttemptOutcome.Crashed, "without an 'ended' message")]
    [InlineData("echo '{\"type\":\"dance\"}'", AttemptOutcome.Crashed, "dance")]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":0,\"metrics\":{\"loss\":1}}'", AttemptOutcome.Crashed,
        "no message of the worker protocol (epoch must be at least 1, found 0): {\"type\":\"report\",\"epoch\":0,")]
    [InlineData("echo '{\"type\":\"started\",\"epochs\":3}'; echo '{\"type\":\"report\",\"epoch\":1000000000,\"metrics\":{\"loss\":1}}'",
        AttemptOutcome.Crashed, "epoch must be from 1 to 3, found 1000000000")]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"loss\":1},\"seconds\":-1e308}'", AttemptOutcome.Crashed,
        "seconds must be from 0 to 1000000000, found -1E+308")]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":null}'", AttemptOutcome.Crashed, "\"metrics\":null")]
    [InlineData("echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"loss\":1e999}}'", AttemptOutcome.Diverged, "loss = Infinity")]
    [InlineData("for i in 1 2; do echo '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"loss\":1}}'; done", AttemptOutcome.Crashed,
        "epoch 1 comes after epoch 1")]
    [InlineData("printf '%s\\n' '{\"type\":\"ended\",\"outcome\":\"diverged\",\"reason\":\"\\ud800\"}'", AttemptOutcome.Crashed,
        "without an 'ended' message")]
    [InlineData("printf '%s\\n' '{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"\\ud800\":1}}'", AttemptOutcome.Crashed,
        "without an 'ended' message")]
    [InlineData("echo '{\"type\":\"ended\",\"outcome\":99}'", AttemptOutcome.Crashed, "\"outcome\":99")]
    [InlineData("echo '{\"type\":\"progress\",\"fraction\":-1e999,\"tokens_per_second\":1e999}'; echo " +
        "'{\"type\":\"ended\",\"outcome\":\"diverged\",\"reason\":\"enough\"}'", AttemptOutcome.Diverged, "enough")]
    public void A_protocol_program_that_goes_wrong_says_why(string script, AttemptOutcome outcome, string reason)
    {
        var ended = Run("echo '{\"type\":\"ready\",\"protocol\":1}'; read start; " + script).OfType<TrialEnded>().Single();

        Assert.Equal(outcome, ended.Outcome);
        Assert.Contains(reason, ended.Reason);
    }

    [Fact]
    public void Another_protocol_version_is_refused()
    {
        var ended = Run("echo '{\"type\":\"ready\",\"protocol\":7}'; read start").OfType<TrialEnded>().Single();

        Assert.Equal(AttemptOutcome.Error, ended.Outcome);
        Assert.Contains("version 7", ended.Reason);
    }

    [Fact]
    public void A_message_that_is_too_long_to_be_read_ends_a_protocol_program()
    {
        var ended = Run("""
            echo '{"type":"ready","protocol":1}'
            read start
            printf '{"type":"report","metrics":{"loss":'
            head -c 20000000 /dev/zero | tr '\0' 1
            echo '}}'
            echo '{"type":"ended","outcome":"completed"}'
            """).OfType<TrialEnded>().Single();

        Assert.Equal(AttemptOutcome.Crashed, ended.Outcome);
        Assert.Contains("longer than 16 MiB", ended.Reason);
    }

    [Fact]
    public void A_long_line_of_a_plain_program_is_cut_and_the_trial_goes_on()
    {
        var report = Report("""head -c 20000000 /dev/zero | tr '\0' x; echo; echo '{"loss": 1}'""");

        Assert.Equal(1, report.Metrics["loss"]);
        Assert.Contains("longer than 16 MiB", worker.Log.ToString());
    }

    [Fact]
    public void However_many_keys_a_program_prints_the_message_names_a_few()
    {
        var ended = Run("""i=0; while [ $i -lt 200 ]; do echo "{\"key$i\": 1}"; i=$((i+1)); done""").OfType<TrialEnded>().Single();

        Assert.Contains("key0", ended.Reason);
        Assert.Contains("and more", ended.Reason);
        Assert.InRange(ended.Reason!.Length, 1, 1000);
    }

    private TrialReport Report(string script, params string[] arguments)
    {
        var events = Run(script, arguments);
        Assert.Equal(AttemptOutcome.Completed, events.OfType<TrialEnded>().Single().Outcome);
        return events.OfType<TrialReport>().Single();
    }

    private List<TrialEvent> Run(string script, params string[] arguments)
    {
        worker.Send(Order([Script(script), .. arguments]));
        Assert.IsType<WorkerReady>(worker.Next());
        return worker.UntilEnded();
    }

    private StartTrial Order(params string[] command) =>
        WorkerHarness.Order("program", """{"x":1.5,"cell":"gru"}""", seed: 7, folder: Path.Combine(folder.FullName, "checkpoints")) with
        {
            BaseFolder = folder.FullName,
            Command = command,
        };

    private string Script(string body, string name = "program.sh")
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static void WaitFor(string file)
    {
        if (File.Exists(file)) return;
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!) { EnableRaisingEvents = true };
        for (var tries = 0; !File.Exists(file); tries++)
        {
            Assert.True(tries < 200, $"the program did not make {file}");
            watcher.WaitForChanged(WatcherChangeTypes.Created, 100);
        }
    }
}
