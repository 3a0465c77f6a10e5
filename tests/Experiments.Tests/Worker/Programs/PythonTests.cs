using System.Diagnostics;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>Our Python modules, by a real Python: the stand-in for wandb, and the client of the worker protocol.</summary>
public sealed class PythonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly WorkerHarness worker = new(("program", new ProgramRunner([])));

    public PythonTests() => Assert.SkipUnless(SearchPath.Has("python3"), "needs python3 on the PATH");

    public void Dispose()
    {
        worker.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_script_for_wandb_finds_its_configuration_and_its_logs_are_reports()
    {
        var ended = Run("""
            import wandb
            def train():
                with wandb.init(project="p", entity="me", config={"lr": 9, "momentum": 0.9}, tags=["a"]) as run:
                    config = wandb.config
                    assert (config.lr, config["optimizer"], config["optimizer.name"]) == (0.5, {"name": "sgd"}, "sgd"), config
                    assert dict(config)["momentum"] == 0.9 and run.config is config and "absent" not in config
                    config.update({"lr": 3, "more": 1}, allow_val_change=True)
                    assert (config.lr, config.more) == (0.5, 1)
                    print("a line without end", end="")
                    wandb.watch(None)
                    wandb.log({"loss": 0.25, "image": wandb.Image([1]), "text": "dropped", "val": {"flag": True}})
            wandb.agent(wandb.sweep({"method": "grid"}, project="p"), function=train, count=20)
            assert wandb.run is None
            """);

        Assert.Equal(AttemptOutcome.Completed, ended.Ended.Outcome);
        Assert.Equal(new Dictionary<string, double> { ["loss"] = 0.25, ["val.flag"] = 1 }, ended.Reports.Last().Metrics);
    }

    [Fact]
    public void What_is_put_into_the_summary_is_reported_at_the_end()
    {
        var ended = Run("""
            import wandb
            run = wandb.init()
            run.log({"accuracy": 0.5}, commit=False)
            run.log({"accuracy": 0.75}, step=3)
            wandb.summary["loss"] = 0.125
            wandb.run.summary.update({"accuracy": 0.75})
            """);

        Assert.Equal(new Dictionary<string, double> { ["loss"] = 0.125 }, ended.Reports.Last().Metrics);
    }

    [Fact]
    public void Numbers_of_other_libraries_are_numbers_and_nan_is_told()
    {
        var ended = Run("""
            import wandb
            class Tensor:
                def item(self): return float("nan")
            wandb.init()
            wandb.log({"loss": Tensor()})
            """);

        Assert.Equal(AttemptOutcome.Diverged, ended.Ended.Outcome);
    }

    [Theory]
    [InlineData("wandb.Api()", "Sweep's stand-in for wandb has no Api")]
    [InlineData("wandb.init().use_artifact('x')", "has no use_artifact: give the script the path of a file as a parameter")]
    [InlineData("import wandb.keras", "has no module 'wandb.keras'")]
    [InlineData("from wandb.integration.sb3 import WandbCallback", "has no module 'wandb.integration'")]
    [InlineData("wandb.agent('id')", "let the sweep file name the program")]
    [InlineData("wandb.init(config='file.yaml')", "read the file and give a map")]
    [InlineData("wandb.log({'loss': 1})", "call wandb.init() before wandb.log()")]
    [InlineData("wandb.init(); wandb.config.absent", "the configuration has no 'absent'; it has: lr, optimizer")]
    public void What_the_stand_in_does_not_have_says_so(string code, string message) =>
        Assert.Contains(message, Alone($"import wandb\n{code}"));

    [Theory]
    [InlineData("assert not hasattr(wandb, 'Api')")]
    [InlineData("import copy; wandb.init(config={'a': 1}); assert copy.deepcopy(wandb.config)['a'] == 1")]
    [InlineData("import pickle; wandb.init(config={'a': 1}); assert pickle.loads(pickle.dumps(wandb.config))['a'] == 1")]
    [InlineData("import argparse; wandb.init(config=argparse.Namespace(a=1)); assert argparse.Namespace(**wandb.config).a == 1")]
    [InlineData("wandb.init(mode='disabled', resume='allow', settings=wandb.Settings(a=1)); wandb.finish(); wandb.finish()")]
    [InlineData("t = wandb.Table(columns=['a']); t.add_data(1); wandb.init().log({'t': t, 'p': wandb.plot.line(t, 'a', 'a')})")]
    [InlineData("r = wandb.init(); r.log_artifact(wandb.Artifact('n', type='t')); r.define_metric('loss', summary='min'); r.save('x')")]
    public void What_needs_no_answer_is_taken(string code) => Assert.DoesNotContain("Error", Alone($"import wandb\n{code}"));

    [Fact]
    public void Without_the_key_a_real_module_comes_first()
    {
        folder.Write("wandb.py", "print('{\"loss\": 42}')");

        Assert.Equal(42, Run("import wandb", isStandIn: false).Reports.Last().Metrics["loss"]);
    }

    [Fact]
    public void The_client_of_the_protocol_reports_goes_on_and_keeps_its_output_clean()
    {
        var ended = Run("""
            import json, os, sys
            sys.path.append(os.environ["SWEEP_PYTHON"])
            import sweep_client
            with sweep_client.Trial() as trial:
                print("not for the protocol")
                assert (trial.config, trial.seed, trial.metric) == ({"lr": 0.5, "optimizer.name": "sgd"}, 7, "loss")
                assert trial.grouped == {"lr": 0.5, "optimizer": {"name": "sgd"}}
                assert os.path.isdir(trial.checkpoint_folder) and not trial.should_stop()
                trial.begin(epochs=3, reports=[{"loss": 3}])
                trial.progress(0.5)
                trial.report(loss=2.0, ignored=float("nan"))
                trial.report({"loss": 1}, seconds=2)
            """, isStandIn: false);

        Assert.Equal(AttemptOutcome.Completed, ended.Ended.Outcome);
        Assert.Equal([(1, 3.0), (2, 2.0), (3, 1.0)], ended.Reports.Select(report => (report.Epoch, report.Metrics["loss"])));
        Assert.Equal(["loss"], ended.Reports[1].Metrics.Keys);
    }

    [Theory]
    [InlineData("trial.report(loss=float('inf'))", AttemptOutcome.Diverged, "loss = inf")]
    [InlineData("raise ValueError('no such\\nlayer')", AttemptOutcome.Error, "ValueError: no such")]
    [InlineData("raise RuntimeError('CUDA out of memory')", AttemptOutcome.OutOfMemory, "RuntimeError: CUDA out of memory")]
    [InlineData("trial.end('bad_input', 'lr is too large')", AttemptOutcome.BadInput, "lr is too large")]
    public void How_a_program_of_the_client_ends_is_told(string code, AttemptOutcome outcome, string reason)
    {
        var ended = Run($"""
            import os, sys
            sys.path.append(os.environ["SWEEP_PYTHON"])
            import sweep_client
            with sweep_client.Trial() as trial:
                {code}
            """, isStandIn: false).Ended;

        Assert.Equal(outcome, ended.Outcome);
        Assert.Contains(reason, ended.Reason);
    }

    [Fact]
    public void The_client_hears_the_wish_to_stop()
    {
        Send("""
            import os, sys, time
            sys.path.append(os.environ["SWEEP_PYTHON"])
            import sweep_client
            with sweep_client.Trial() as trial:
                trial.report(loss=1)
                while not trial.should_stop():
                    time.sleep(0.01)
            """, isStandIn: false);
        while (worker.Next() is not TrialReport)
        {
        }

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Stopped, Reason = "others are better" });

        var ended = worker.UntilEnded().OfType<TrialEnded>().Single();
        Assert.Equal((AttemptOutcome.Stopped, "others are better"), (ended.Outcome, ended.Reason));
    }

    [Theory]
    [InlineData("exit code 1", "Traceback\nModuleNotFoundError: No module named 'wandb'\n",
        "exit code 1; it imports wandb, which is not installed: put " +
        "'wandb: stand-in' into the sweep file, or run it with --wandb (docs/from-wandb.md)")]
    [InlineData("exit code 1", "No module named 'wandb_extra'", "exit code 1")]
    [InlineData(null, "", null)]
    public void A_program_that_misses_wandb_is_told_the_way_out(string? reason, string stderr, string? told) =>
        Assert.Equal(told, PythonModules.Explain(reason, stderr));

    private (List<TrialReport> Reports, TrialEnded Ended) Run(string script, bool isStandIn = true)
    {
        Send(script, isStandIn);
        var events = worker.UntilEnded();
        return ([.. events.OfType<TrialReport>()], events.OfType<TrialEnded>().Single());
    }

    private void Send(string script, bool isStandIn)
    {
        folder.Write("script.py", script);
        var order = WorkerHarness.Order(
            "program", """{"lr":0.5,"optimizer.name":"sgd"}""", seed: 7, folder: Path.Combine(folder.Path, "checkpoints"));
        var grouped = JsonNode.Parse("""{"lr":0.5,"optimizer":{"name":"sgd"}}""")!.AsObject();
        worker.Send(order with
        {
            Grouped = grouped,
            BaseFolder = folder.Path,
            Command = ["python3", "script.py"],
            WandbStandIn = isStandIn,
        });
    }

    /// <summary>Standard error of a Python that runs this outside of Sweep.</summary>
    private string Alone(string code)
    {
        var info = new ProcessStartInfo("python3", ["-c", code]) { RedirectStandardError = true, RedirectStandardOutput = true };
        info.Environment["PYTHONPATH"] = PythonModules.Folder;
        info.Environment["SWEEP_CONFIG"] = """{"lr":0.5,"optimizer.name":"sgd"}""";
        info.WorkingDirectory = folder.Path;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return errors + output.Result;
    }
}
