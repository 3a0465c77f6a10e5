using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Sessions;

/// <summary>The end of a command that ran or watched a sweep: the table, where things are, how to go on, and the exit code.</summary>
internal sealed class RunEnding(CliContext context, RunRequest request, string name)
{
    private static readonly RowLimit TableLimit = new();

    private LedgerPlace Place => request.Place;

    /// <summary>Rows of the leaderboard that are shown: as a table the first ones, for programs all.</summary>
    private int Rows => request.Json ? int.MaxValue : TableLimit.For(request.Format);

    /// <summary>The sweep was submitted; nobody watches.</summary>
    public int Detached(IReadOnlyList<string> where)
    {
        context.Error.WriteLine($"sweep '{name}' {where[0]}");
        foreach (var line in where.Skip(1)) context.Error.WriteLine(line);
        ComeBack();
        return ExitCodes.Done;
    }

    /// <summary>The user watches no longer; the sweep goes on.</summary>
    public int Left(string where)
    {
        context.Error.WriteLine($"detached: sweep '{name}' goes on {where}");
        ComeBack();
        return ExitCodes.Interrupted;
    }

    /// <summary>The user interrupted the submission.</summary>
    public int Unconfirmed()
    {
        context.Error.WriteLine($"interrupted before sweep '{name}' was confirmed: '{Place.Hint("ls")}' tells whether it runs");
        ComeBack();
        return ExitCodes.Interrupted;
    }

    /// <summary>Nobody runs the sweep, and nothing was done.</summary>
    public Task<int> NothingDone(SweepRow row)
    {
        var way = Place.Cluster is null ? "another name (--name) or ledger (--db), or use --replace" : "another name (--name)";
        if (row.IsOver) Say($"sweep '{name}' is {Place.State(row)} already; to run it again, give it {way}");
        return Conclude(row, null);
    }

    /// <summary>Nothing more happens without the user.</summary>
    public async Task<int> After(SweepProgress last, TimeSpan took)
    {
        var row = (await Place.Open().FindSweep(name))!;
        if (row.Status == SweepStatus.Cancelled) Say($"sweep '{name}' was cancelled");
        else if (!row.IsOver && last.Failure is { } failure) throw UserException.Failed(
            failure, $"  sweep '{name}' is paused, and the ledger keeps what is done; '{Place.Hint($"resume {name}")}' goes on");
        return await Conclude(row, took);
    }

    private async Task<int> Conclude(SweepRow row, TimeSpan? took)
    {
        var board = await LeaderboardReader.Read(Place.Open(), row, Rows);
        var code = ExitCode(row, board);
        if (request.Json) WriteJson(row, board, code, took);
        else if (row.IsOver) WriteResults(row, board, took);
        else WritePaused(row);
        return code;
    }

    private static int ExitCode(SweepRow row, Leaderboard board) =>
        !row.IsOver ? ExitCodes.Interrupted
        : row.Status == SweepStatus.Cancelled || board.Count(TrialStatus.Failed) > 0 ? ExitCodes.Failed
        : ExitCodes.Done;

    private void WriteResults(SweepRow row, Leaderboard board, TimeSpan? took)
    {
        if (board.Ranked.Count > 0)
        {
            Say("");
            WriteTable(board);
            foreach (var line in board.Caption()) Say(line);
        }

        if (!request.Quiet && RecordedFile.Stops(context, Place.Open(), row) is { } stops)
            Say($"{EarlyStopsText.Trials(stops)}; {EarlyStopsText.Compute(stops)}");

        if (!row.IsRanked) Say(Leaderboard.NoMetric(row, Place.Hint));
        foreach (var line in board.Warnings("", Place.Hint)) context.Error.WriteLine(line);
        Say($"results: {Place.Display} ({Numbers.Plural(row.FinalTrials, "trial")}{(took is { } t ? $" in {Numbers.Duration(t)}" : "")})");
        foreach (var verb in Further(row, board)) Say(verb);
    }

    private void WriteTable(Leaderboard board)
    {
        var rows = board.Rows(request.Format == OutputFormat.Table);
        if (request.Format != OutputFormat.Table)
        {
            TableWriter.WriteData(rows, request.Format, context.Out, context.OutTerminal);
            return;
        }

        TableWriter.Write(rows.Take(Rows), request.Format, context.Out, context.OutTerminal);
        if (Listing.More(board.Ranked.Count, Rows, way: $"'{Place.Hint($"top {name} --all")}' shows all") is { } more) Say(more);
    }

    private IEnumerable<string> Further(SweepRow row, Leaderboard board)
    {
        if (board.Ranked is not [{ Mean: not null } first, ..]) yield break;
        var best = first.Trials[0];
        yield return "look further:";
        yield return $"  {Place.Hint($"show {name}/{best}")}";
        var look = board.Varying is [var varied, ..] ? $"compare {name} --by {varied}" : $"export {name} --what epochs";
        yield return $"  {Place.Hint(look)}";
        var isText = context.Catalog.Find(row.Experiment)?.Writer is not null;
        var use = isText ? $"generate {name}/{best} --prefix \"the \" --length 50" : "query \"select * from leaderboard\"";
        yield return $"  {Place.Hint(use)}";
        if (Place.Cluster is not null) yield return $"  {Place.Hint($"export {name} --to {name}.db")}";
    }

    private void WritePaused(SweepRow row)
    {
        var (resume, top) = (Place.Hint($"resume {name}"), Place.Hint($"top {name}"));
        context.Error.WriteLine(
            $"interrupted: {row.FinalTrials} of {Numbers.Plural(row.Trials, "trial")} done, everything is kept in {Place.Display}");
        context.Error.WriteLine($"  {resume} goes on where it stood; {top} shows the results so far");
    }

    private void WriteJson(SweepRow row, Leaderboard board, int code, TimeSpan? took) => JsonLines.Write(
        new
        {
            Type = "result",
            Sweep = name,
            Status = Place.State(row),
            ExitCode = code,
            Seconds = took?.TotalSeconds,
            Leaderboard = board.Rows(),
            EarlyStopping = RecordedFile.Facts(RecordedFile.Stops(context, Place.Open(), row)),
        },
        JsonLines.Options,
        context.Out.Document);

    private void ComeBack()
    {
        context.Error.WriteLine($"  watch it:  {Place.Hint($"watch {name}")}    or    {Place.Hint($"top {name}")}");
        context.Error.WriteLine($"  pause it:  {Place.Hint($"pause {name}")}    ({Place.Hint($"resume {name}")} goes on)");
        context.Error.WriteLine($"  end it:    {Place.Hint($"cancel {name}")}");
    }

    private void Say(string line)
    {
        if (!request.Quiet && !request.Json) context.Error.WriteLine(line);
    }
}
