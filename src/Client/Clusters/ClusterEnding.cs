using Sweep.Client.Cli;
using Sweep.Client.Running;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Clusters;

/// <summary>What is said when the watching of a cluster's sweep ends, and the exit code.</summary>
internal sealed class ClusterEnding(CliContext context, RunRequest request, LedgerAddress address)
{
    /// <summary>The sweep was submitted; nobody watches.</summary>
    public int Detached(string name)
    {
        context.Error.WriteLine($"sweep '{name}' is with the cluster");
        ComeBack(name);
        return ExitCodes.Done;
    }

    /// <summary>The user looked away; the sweep goes on.</summary>
    public int Left(string name)
    {
        context.Error.WriteLine($"detached: sweep '{name}' goes on in the cluster");
        ComeBack(name);
        return ExitCodes.Interrupted;
    }

    /// <summary>The user looked away before the cluster had answered.</summary>
    public int LeftAtTheDoor(string name)
    {
        context.Error.WriteLine($"interrupted before the cluster had confirmed sweep '{name}': '{Hint("ls")}' tells whether it has it");
        ComeBack(name);
        return ExitCodes.Interrupted;
    }

    /// <summary>Nothing was left to do.</summary>
    public Task<int> AlreadyOver(ClusterSession session, SweepRow row)
    {
        Say($"sweep '{row.Name}' is {row.Status.ToString().ToLowerInvariant()} already");
        return After(session, row, null);
    }

    /// <summary>The sweep paused because it cannot go on where it is.</summary>
    public UserException Paused(string name, string failure) => UserException.Failed($"'{name}' paused: {failure}", $"  the ledger keeps what is done; '{Hint($"resume {name}")}' goes on");

    /// <summary>The ledger says that nothing more will happen by itself.</summary>
    public async Task<int> After(ClusterSession session, SweepRow row, TimeSpan? took)
    {
        var board = await LeaderboardReader.Read(session.Ledger, row, FinalTable.Rows(request));
        var code = ExitCode(row, board);
        if (request.Json) WriteJson(row, board, code, took);
        else WriteTable(row, board, took);
        return code;
    }

    private static int ExitCode(SweepRow row, Leaderboard board)
    {
        if (!row.IsOver) return ExitCodes.Interrupted;
        return row.Status == SweepStatus.Cancelled || board.Count(TrialStatus.Failed) > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private void WriteTable(SweepRow row, Leaderboard board, TimeSpan? took)
    {
        if (board.Ranked.Count > 0)
        {
            Say("");
            FinalTable.Write(board, request, context, Hint($"top {row.Name} --all"));
            foreach (var line in board.Caption()) Say(line);
        }

        foreach (var line in board.Warnings(row.Status.ToString().ToLowerInvariant(), Hint)) context.Error.WriteLine(line);
        if (row.IsOver) Say($"results: {address.Display} ({Numbers.Plural(row.FinalTrials, "trial")}{(took is { } t ? $" in {Numbers.Duration(t)}" : "")}); '{Hint($"export {row.Name} --to {row.Name}.db")}' brings them home");
        else context.Error.WriteLine($"paused: {row.FinalTrials} of {Numbers.Plural(row.Trials, "trial")} done, everything is kept; '{Hint($"resume {row.Name}")}' goes on");
    }

    private void WriteJson(SweepRow row, Leaderboard board, int code, TimeSpan? took) => JsonLines.Write(
        new { Type = "result", Sweep = row.Name, Status = row.Status.ToString().ToLowerInvariant(), ExitCode = code, Seconds = took?.TotalSeconds, Leaderboard = board.Rows() },
        JsonLines.Options, context.Out.Document);

    private void ComeBack(string name)
    {
        context.Error.WriteLine($"  watch it:  {Hint($"watch {name}")}    or    {Hint($"top {name}")}");
        context.Error.WriteLine($"  pause it:  {Hint($"pause {name}")}    ({Hint($"resume {name}")} goes on)");
        context.Error.WriteLine($"  end it:    {Hint($"cancel {name}")}");
    }

    private void Say(string line)
    {
        if (!request.Quiet && !request.Json) context.Error.WriteLine(line);
    }

    private string Hint(string verb) => ClusterChoice.Hint(context, address, verb);
}
