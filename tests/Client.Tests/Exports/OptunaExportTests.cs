using System.Diagnostics;
using System.Text.Json.Nodes;
using Sweep.Client.Cli;

namespace Sweep.Client.Tests.Exports;

/// <summary>Read back by Optuna itself.</summary>
public sealed class OptunaExportTests
{
    [Fact]
    public async Task Optuna_finds_the_study_with_its_trials_parameters_values_and_curves()
    {
        await using var cells = await ExportedCells.Make();
        var file = await cells.Export("optuna", "cells.optuna");

        var trials = Optuna(file, """
            print(json.dumps([study.direction.name, study.user_attrs, study.best_trial.number, [
              [t.number, t.state.name, t.params, None if t.value is None else repr(t.value), {k: repr(v) for k, v in t.intermediate_values.items()},
               t.user_attrs, t.system_attrs] for t in study.trials]]))
            """);

        Assert.Equal(
            """["MINIMIZE",{"description":"Which cell?","metric":"loss"},0]""",
            new JsonArray([.. trials.Take(3).Select(Copy)]).ToJsonString());
        var rows = trials[3]!.AsArray();
        Assert.Equal(
            ["0 COMPLETE", "1 PRUNED", "2 FAIL", "3 FAIL", "4 RUNNING", "5 WAITING"], rows.Select(row => $"{row![0]} {row[1]}"));
        Assert.Equal("""{"bias":true,"cell":"gru","dropout":0.0,"layers":1,"lr":0.01}""", Params(rows[0]!));
        Assert.Equal("""{"bias":true,"cell":"lstm","dropout":0.25,"layers":2,"lr":0.02}""", Params(rows[1]!));
        Assert.Equal("""["0.5",{"1":"0.75","2":"0.5"}]""", Values(rows[0]!));
        // A loss that is infinite or no number has no value in the ledger.
        Assert.Equal("""["2.0",{"1":"2.0"}]""", Values(rows[1]!));
        Assert.Equal("""[null,{}]""", Values(rows[3]!));
        Assert.Equal("signal 11\nof line 2", (string?)rows[2]![5]!["reason"]);
        Assert.Equal((100, 1), ((int)rows[0]![5]!["seed"]!, (int)rows[0]![5]!["attempts"]!));
        Assert.Contains("\"layers\":2", rows[5]![6]!["fixed_params"]!.ToJsonString());
    }

    [Fact]
    public async Task A_search_goes_on_in_Optuna_with_the_spaces_of_the_file()
    {
        await using var cells = await ExportedCells.Make();
        var file = await cells.Export("optuna", "cells.optuna");

        var next = Optuna(file, """
            optuna.create_study(study_name='mine', storage=storage)
            t = study.ask()
            n = study.ask()
            lr = n.suggest_float('lr', 0.001, 1.0, log=True)
            print(json.dumps([t.suggest_int('layers', 1, 4), n.suggest_categorical('cell', ['gru', 'lstm']) in ('gru', 'lstm'),
              n.suggest_float('dropout', 0, 0.5, step=0.25) <= 0.5, n.suggest_categorical('bias', [True, False]) in (True, False), n.number,
              *[str(study.trials[0].distributions[name]) for name in ('lr', 'layers', 'dropout')]]))
            """);

        Assert.Equal(
            """
            [2,true,true,true,6,"FloatDistribution(high=1.0, log=True, low=0.001, step=None)",
            "IntDistribution(high=4, log=False, low=1, step=1)","FloatDistribution(high=0.5, log=False, low=0.0, step=0.25)"]
            """.ReplaceLineEndings(""),
            next.ToJsonString());
    }

    [Fact]
    public async Task A_study_of_that_name_or_a_file_of_something_else_is_not_touched()
    {
        await using var cells = await ExportedCells.Make();
        await cells.Export("optuna", "cells.optuna");
        var before = File.ReadAllBytes(Path.Combine(cells.Folder, "cells.optuna"));

        var again = await cells.Sweep.Run("export", "cells", "--format", "optuna", "--to", "cells.optuna");
        var ledger = await cells.Sweep.Run("export", "cells", "--format", "optuna", "--to", "sweep.db");

        Assert.Equal((ExitCodes.BadInput, ExitCodes.BadInput), (again.Code, ledger.Code));
        Assert.Contains("has a study 'cells' already", again.Error);
        Assert.Contains("sweep.db' is no storage of Optuna: expected one, or no file", ledger.Error);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(cells.Folder, "cells.optuna")));
    }

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static string Params(JsonNode row) => Sorted(row[2]!.AsObject()).ToJsonString();

    private static JsonObject Sorted(JsonObject map) =>
        new(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Copy(pair.Value))));

    private static string Values(JsonNode row) => new JsonArray(Copy(row[3]), Copy(row[4])).ToJsonString();

    private static JsonArray Optuna(string file, string script)
    {
        var text = $"""
            import json, sys
            try:
                import optuna
            except ImportError:
                sys.exit(77)
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            storage = 'sqlite:///' + sys.argv[1]
            study = optuna.load_study(study_name='cells', storage=storage)
            {script}
            """;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", "-c", text, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Assert.SkipUnless(File.Exists(start.FileName), "there is no python3");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(process.ExitCode == 77, "python3 has no optuna (python3-optuna)");
        Assert.True(process.ExitCode == 0, error.Result);
        return JsonNode.Parse(output)!.AsArray();
    }
}
