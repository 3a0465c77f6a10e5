namespace Sweep.Bench.Verbs;

/// <summary>What the verbs that show results cost on ledgers of up to 100,000 trials.</summary>
internal static class VerbBenchmark
{
    /// <summary>Trials of the ledger on which a verb shows what it costs without rows: its own start and compiler.</summary>
    private const int Few = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly IReadOnlyList<(string Name, string[] Args, string Rows)> Verbs =
    [
        ("ls", ["ls"], "sweeps"),
        ("top", ["top", "search"], "results"),
        ("top --format json", ["top", "search", "--format", "json"], "results speeds"),
        ("top --format csv", ["top", "search", "--format", "csv"], "results speeds"),
        ("show NAME", ["show", "search"], "trials"),
        ("show NAME --format json", ["show", "search", "--format", "json"], "trials"),
        ("show NAME/17", ["show", "search/17"], "one-trial"),
        ("compare --by value", ["compare", "search", "--by", "value"], "results"),
        ("compare --by x", ["compare", "search", "--by", "x"], "results"),
        ("importance", ["importance", "search"], "results"),
        ("query epochs, csv", ["query", "select * from epochs", "--format", "csv"], "select * from epochs"),
        ("query epochs, json", ["query", "select * from epochs", "--format", "json"], "select * from epochs"),
        ("query leaderboard, csv", ["query", "select * from leaderboard", "--format", "csv"], "select * from leaderboard"),
        ("export, csv", ["export", "search"], "trials"),
        ("export, json", ["export", "search", "--format", "json"], "trials"),
        ("export --what epochs, csv", ["export", "search", "--what", "epochs"], "epochs"),
        ("export --what epochs, json", ["export", "search", "--what", "epochs", "--format", "json"], "epochs"),
        ("export --what leaderboard, csv", ["export", "search", "--what", "leaderboard"], "results speeds"),
        ("export --to", ["export", "search", "--to", "copy.db"], "trials configs attempts epochs"),
        ("run (all done: its last table)", ["run", "search.yaml"], "results"),
    ];

    /// <param name="program">Path of sweep.dll.</param>
    /// <param name="only">Runs only verbs whose name holds it.</param>
    /// <param name="sizes">Trials of the ledgers, the largest last.</param>
    /// <param name="output">Takes the tables.</param>
    public static async Task<int> Run(string program, string only, int[] sizes, TextWriter output)
    {
        var folders = new List<DirectoryInfo>();
        try
        {
            foreach (var trials in sizes.Prepend(Few))
            {
                folders.Add(Directory.CreateTempSubdirectory("sweep-verbs-"));
                await LargeLedger.Make(folders[^1].FullName, trials);
            }

            await output.WriteLineAsync($"Ledgers of one random search: {LargeLedger.Epochs} epochs for each trial, two replicates, two " +
                $"continuous parameters and two with a few values. {Environment.ProcessorCount} cores, .NET {Environment.Version}.");
            await output.WriteLineAsync();
            await output.WriteLineAsync($"| verb | its start, s | {string.Join(" | ", sizes.Select(n => $"{n:N0} trials, s more"))} | " +
                $"reading the rows of the last, s | ratio | {string.Join(" | ", sizes.Select(n => $"peak at {n:N0}, MB"))} |");
            await output.WriteLineAsync("|---|---:|" + string.Concat(Enumerable.Repeat("---:|", (2 * sizes.Length) + 2)));
            foreach (var verb in Verbs.Where(v => v.Name.Contains(only, StringComparison.Ordinal)))
                await output.WriteLineAsync(await Row(program, verb, folders));
            return 0;
        }
        finally
        {
            foreach (var folder in folders) folder.Delete(recursive: true);
        }
    }

    private static async Task<string> Row(
        string program, (string Name, string[] Args, string Rows) verb, List<DirectoryInfo> folders)
    {
        var runs = new List<VerbRun>();
        foreach (var folder in folders) runs.Add(await Best(program, folder.FullName, verb.Args));
        var more = runs.Skip(1).Select(run => Math.Max(0, run.Seconds - runs[0].Seconds)).ToList();
        // Like for like: another process that has to start and to be compiled, too.
        var reader = typeof(RowReading).Assembly.Location;
        var readings = new List<VerbRun>();
        foreach (var folder in new[] { folders[0], folders[^1] })
            readings.Add(await Best(reader, folder.FullName, ["rows", Path.Combine(folder.FullName, LargeLedger.FileName), verb.Rows]));
        var rows = readings[1].Seconds - readings[0].Seconds;
        return $"| {verb.Name} | {runs[0].Seconds:0.00} | {string.Join(" | ", more.Select(m => $"{m:0.00}"))} | {rows:0.00} | " +
            $"{(rows < 0.02 ? "-" : $"{more[^1] / rows:0.0}")} | " +
            $"{string.Join(" | ", runs.Skip(1).Select(run => $"{run.PeakMegabytes:0}"))} |";
    }

    /// <summary>The faster of two: whatever else the machine does only adds.</summary>
    private static async Task<VerbRun> Best(string program, string folder, string[] args)
    {
        var (first, second) = (await Once(program, folder, args), await Once(program, folder, args));
        return new VerbRun(Math.Min(first.Seconds, second.Seconds), Math.Max(first.PeakMegabytes, second.PeakMegabytes));
    }

    private static Task<VerbRun> Once(string program, string folder, string[] args)
    {
        File.Delete(Path.Combine(folder, "copy.db"));
        return VerbRun.Of(program, folder, Limit, args);
    }
}
