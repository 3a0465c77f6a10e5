using Sweep.Client.Cli;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Running;

/// <summary>The end of a run: the table, where things are, how to go on, and the exit code.</summary>
/// <param name="context">The surroundings.</param>
/// <param name="request">How to say it.</param>
/// <param name="ledgerPath">Absolute path of the ledger.</param>
/// <param name="name">The sweep.</param>
internal sealed class RunEnding(CliContext context, RunRequest request, string ledgerPath, string name)
{
    private readonly SqliteLedgerReader ledger = SqliteLedgerReader.Open(ledgerPath);

    /// <summary>The sweep needed no work.</summary>
    /// <param name="row">The sweep as the ledger holds it.</param>
    public Task<int> AlreadyOver(SweepRow row)
    {
        Say($"sweep '{name}' is {SweepState.Word(row, ledgerPath)} already; to run it again, give it another name or another ledger (--db)");
        return Conclude(row, null);
    }

    /// <summary>The coordinator said that it is over.</summary>
    /// <param name="last">Its last snapshot.</param>
    /// <param name="took">Time since the start.</param>
    public async Task<int> After(SweepProgress last, TimeSpan took)
    {
        var row = (await ledger.FindSweep(name))!;
        if (row.Status == SweepStatus.Cancelled) Say($"sweep '{row.Name}' was cancelled");
        else if (last.Failure is { } failure) throw UserException.Failed(failure, $"  the ledger keeps what is done; '{Hint($"resume {row.Name}")}' goes on");
        return await Conclude(row, took);
    }

    private async Task<int> Conclude(SweepRow row, TimeSpan? took)
    {
        var board = await LeaderboardReader.Read(ledger, row, FinalTable.Rows(request));
        var code = ExitCode(row, board);
        if (request.Json) WriteJson(row, board, code, took);
        else WriteTable(row, board, took);
        return code;
    }

    private static int ExitCode(SweepRow row, Leaderboard board)
    {
        if (!row.IsOver) return ExitCodes.Interrupted;
        return board.Count(TrialStatus.Failed) > 0 || (board.Count(TrialStatus.Cancelled) > 0 && row.Status == SweepStatus.Cancelled) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private void WriteTable(SweepRow row, Leaderboard board, TimeSpan? took)
    {
        var isOver = row.IsOver;
        if (isOver && board.Ranked.Count > 0)
        {
            Say("");
            FinalTable.Write(board, request, context, Hint($"top {row.Name} --all"));
            foreach (var line in board.Caption()) Say(line);
        }
        foreach (var line in isOver ? board.Warnings("", Hint) : []) context.Error.WriteLine(line);
        if (isOver) Further(row, board, took);
        else Hold(row);
    }

    /// <summary>Where the results are and three commands to look further.</summary>
    private void Further(SweepRow row, Leaderboard board, TimeSpan? took)
    {
        Say($"results: {ledgerPath} ({Numbers.Plural(row.FinalTrials, "trial")}{(took is { } t ? $" in {Numbers.Duration(t)}" : "")})");
        if (board.Ranked is not [{ Mean: not null } first, ..]) return;
        var best = first.Trials[0];
        var varied = board.Varying;
        Say("look further:");
        Say($"  {Hint($"show {row.Name}/{best}")}");
        if (varied.Count > 0) Say($"  {Hint($"compare {row.Name} --by {varied[0]}")}");
        else Say($"  {Hint($"export {row.Name} --what epochs")}");
        Say(row.Experiment == "language-model"
            ? $"  {Hint($"generate {row.Name}/{best} --prefix \"the \" --length 50")}"
            : $"  {Hint("query \"select * from leaderboard\"")}");
    }

    private void Hold(SweepRow row)
    {
        context.Error.WriteLine($"interrupted: {row.FinalTrials} of {Numbers.Plural(row.Trials, "trial")} done, everything is kept in {ledgerPath}");
        context.Error.WriteLine($"  {Hint($"resume {row.Name}")} goes on where it stood; {Hint($"top {row.Name}")} shows the results so far");
    }

    private void WriteJson(SweepRow row, Leaderboard board, int code, TimeSpan? took) => JsonLines.Write(
        new
        {
            Type = "result",
            Sweep = row.Name,
            Status = SweepState.Word(row, ledgerPath),
            ExitCode = code,
            Seconds = took?.TotalSeconds,
            Leaderboard = board.Rows(),
        },
        JsonLines.Options, context.Out.Document);

    private void Say(string line)
    {
        if (!request.Quiet && !request.Json) context.Error.WriteLine(line);
    }

    /// <summary>A command as the user would type it here.</summary>
    private string Hint(string verb) => Hints.Command(context, verb, request.Db);
}
