using ParquetSharp;
using Sweep.Client.Cli;
using Sweep.Client.Exports;
using Tensorboard;
using YamlDotNet.Serialization;

namespace Sweep.Client.Tests.Exports;

/// <summary>Exports, read back with libraries that had no part in writing them.</summary>
public sealed class ExportFormatTests
{
    [Fact]
    public async Task TensorBoard_has_a_run_for_each_trial_with_its_metrics_by_epoch_and_its_configuration()
    {
        await using var cells = await ExportedCells.Make();
        var runs = Path.Combine(await cells.Export("tensorboard", "runs"), "cells");

        Assert.Equal(["0", "1", "2", "3", "4"], Directory.EnumerateDirectories(runs).Select(Path.GetFileName).Order());
        var events = Events(Directory.EnumerateFiles(Path.Combine(runs, "0")).Single());
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(
            [
                (1L, "loss", 0.75f), (1, "time", 1), (1, "time/../step", 10),
                (2, "loss", 0.5f), (2, "time", 1), (2, "time/../step", 20),
            ],
            events.SelectMany(one => (one.Summary?.Value ?? []).Where(value => value.Metadata is null)
                .Select(value => (one.Step, value.Tag, value.SimpleValue)).OrderBy(value => value.Tag)));
        var settings = events[1].Summary.Value.Single();
        Assert.Equal(("_hparams_/session_start_info", "hparams"), (settings.Tag, settings.Metadata.PluginData.PluginName));
        Assert.Contains("cell", settings.Metadata.PluginData.Content.ToStringUtf8());
        Assert.Equal("_hparams_/session_end_info", events[^1].Summary.Value.Single().Tag);
        // Each epoch took a second and a half.
        Assert.Equal(1.5, events[3].WallTime - events[2].WallTime);
    }

    [Fact]
    public void A_record_has_the_checksum_of_the_published_check_value()
    {
        // CRC-32C of "123456789" is 0xE3069283 (RFC 3720, B.4, has others; this is the catalogue's check value).
        const uint Crc = 0xE3069283;

        Assert.Equal(((Crc >> 15) | (Crc << 17)) + 0xa282ead8u, EventFile.Checksum("123456789"u8));
    }

    [Fact]
    public async Task MLflow_has_an_experiment_with_a_run_for_each_trial_that_started()
    {
        await using var cells = await ExportedCells.Make();
        var store = await cells.Export("mlflow", "mlruns");

        var experiment = Directory.EnumerateDirectories(store).Single();
        Assert.Equal(("cells", Path.GetFileName(experiment)), (Meta(experiment)["name"], Meta(experiment)["experiment_id"]));
        var runs = Directory.EnumerateDirectories(experiment).Where(run => File.Exists(Path.Combine(run, "meta.yaml")))
            .ToDictionary(run => Meta(run)["run_name"]);
        Assert.Equal(["cells/0", "cells/1", "cells/2", "cells/3", "cells/4"], runs.Keys.Order());
        Assert.Equal(
            ["3", "3", "4", "4", "1"], Enumerable.Range(0, 5).Select(number => Meta(runs[$"cells/{number}"])["status"]));
        Assert.Equal(["gru", "0.01", "true"], ((string[])["cell", "lr", "bias"]).Select(name => Text(runs["cells/0"], $"params/{name}")));
        Assert.Equal(["0.75 1", "0.5 2"], Lines(runs["cells/0"], "metrics/loss"));
        // A loss that is infinite has no value in the ledger.
        Assert.Equal(["2 1"], Lines(runs["cells/1"], "metrics/loss"));
        Assert.Equal("signal 11\nof line 2", Text(runs["cells/2"], "tags/sweep.reason"));
        // The metric 'time/../step' stays within its folder.
        var timing = Path.Combine(runs["cells/0"], "metrics", "time");
        var within = Directory.EnumerateFiles(timing, "step", SearchOption.AllDirectories).Single();
        Assert.Equal(["10 1", "20 2"], Lines(runs["cells/0"], within));
        // 'time' is a folder already, so the metric of that name has a mark.
        var alone = Directory.EnumerateFiles(Path.Combine(runs["cells/0"], "metrics"), "time_*").Single();
        Assert.Equal(["1 1", "1 2"], Lines(runs["cells/0"], alone));
    }

    [Theory]
    [InlineData("trials", 6)]
    [InlineData("epochs", 5)]
    [InlineData("leaderboard", 4)]
    public async Task Parquet_has_the_columns_of_csv_with_types(string what, int rows)
    {
        await using var cells = await ExportedCells.Make();
        var csv = await cells.Sweep.Run("export", "cells", "--what", what);

        using var file = new ParquetFileReader(await cells.Export("parquet", "rows.parquet", "--what", what));

        Assert.Equal(rows, file.FileMetaData.NumRows);
        var schema = file.FileMetaData.Schema;
        Assert.Equal(csv.Out.Split('\n')[0].Split(','), Enumerable.Range(0, schema.NumColumns).Select(i => schema.Column(i).Name));
    }

    [Fact]
    public async Task Values_in_Parquet_are_exact_and_absent_ones_are_null()
    {
        await using var cells = await ExportedCells.Make();
        using var file = new ParquetFileReader(await cells.Export("parquet", "rows.parquet"));

        Assert.Equal([0L, 1, 2, 3, 4, 5], Column<long?>(file, "trial"));
        Assert.Equal([0.01, 0.02, 0.03, 0.04, 0.05, 0.06], Column<double?>(file, "config.lr"));
        Assert.Equal(["gru", "lstm", "gru", "lstm", "gru", "lstm"], Column<string?>(file, "config.cell"));
        Assert.Equal([true, true, true, false, false, false], Column<bool?>(file, "config.bias"));
        Assert.Equal([0.5, 2.0, null, null, null, null], Column<double?>(file, "metric"));
        Assert.Equal(
            [null, "worse than the median", "signal 11\nof line 2", "the loss is NaN", null, null], Column<string?>(file, "reason"));
    }

    [Theory]
    [InlineData("--format parquet writes files, and nothing says where", "--format", "parquet")]
    [InlineData("--format csv writes to standard output, and --to names a file", "--format", "csv", "--to", "x")]
    [InlineData("--what chooses a table, and --format mlflow has the whole sweep", "--format", "mlflow", "--to", "x", "--what", "epochs")]
    [InlineData("--what chooses a table, and --to without --format copies the whole sweep", "--what", "epochs", "--to", "x")]
    [InlineData("--limit and --all are about what is printed", "--format", "parquet", "--to", "x", "--limit", "1")]
    [InlineData("{folder}/there' is there already", "--format", "parquet", "--to", "there")]
    [InlineData("cannot write '{folder}/there/rows.parquet'", "--format", "parquet", "--to", "there/rows.parquet")]
    [InlineData("cannot write '{folder}/there/cells'", "--format", "tensorboard", "--to", "there")]
    public async Task What_cannot_be_written_is_told_with_the_way_out(string message, params string[] options)
    {
        await using var cells = await ExportedCells.Make();
        cells.Sweep.Write("there", "");

        var said = await cells.Sweep.Run(["export", "cells", .. options]);

        Assert.NotEqual(ExitCodes.Done, said.Code);
        Assert.Contains(message, said.Error);
        Assert.Equal(["there"], Directory.EnumerateFileSystemEntries(cells.Folder).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith("sweep.db", StringComparison.Ordinal)));
    }

    private static T[] Column<T>(ParquetFileReader file, string name)
    {
        using var group = file.RowGroup(0);
        var schema = file.FileMetaData.Schema;
        var index = Enumerable.Range(0, schema.NumColumns).First(i => schema.Column(i).Name == name);
        using var column = group.Column(index).LogicalReader<T>();
        return column.ReadAll((int)group.MetaData.NumRows);
    }

    private static Dictionary<string, object> Meta(string folder) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(folder, "meta.yaml")));

    private static string Text(string run, string path) => File.ReadAllText(Path.Combine(run, path));

    /// <summary>Lines of a metric without their times.</summary>
    private static IEnumerable<string> Lines(string run, string path) =>
        File.ReadLines(Path.Combine(run, path)).Select(line => line[(line.IndexOf(' ') + 1)..]);

    private static List<Event> Events(string path)
    {
        var (bytes, events) = (File.ReadAllBytes(path), new List<Event>());
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BitConverter.ToUInt64(bytes, at);
            Assert.Equal(EventFile.Checksum(bytes.AsSpan(at, 8)), BitConverter.ToUInt32(bytes, at + 8));
            Assert.Equal(EventFile.Checksum(bytes.AsSpan(at + 12, length)), BitConverter.ToUInt32(bytes, at + 12 + length));
            events.Add(Event.Parser.ParseFrom(bytes, at + 12, length));
            at += length + 16;
        }

        return events;
    }
}
