using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Reports.Leaderboards;

namespace Sweep.Client.Running;

/// <summary>The ranking at the end of a run: as a table its first rows, for programs all of it.</summary>
internal static class FinalTable
{
    private static readonly RowLimit Limit = new();

    /// <summary>Configurations that will be shown.</summary>
    public static int Rows(RunRequest request) => request.Json ? int.MaxValue : Limit.For(request.Format);

    /// <param name="board">The ranking.</param>
    /// <param name="request">Which form.</param>
    /// <param name="context">Where to.</param>
    /// <param name="all">The command that shows all of it.</param>
    public static void Write(Leaderboard board, RunRequest request, CliContext context, string all)
    {
        var rows = board.Rows(request.Format == OutputFormat.Table);
        if (request.Format != OutputFormat.Table)
        {
            TableWriter.WriteData(rows, request.Format, context.Out, context.OutTerminal);
            return;
        }

        TableWriter.Write(rows.Take(Rows(request)), request.Format, context.Out, context.OutTerminal);
        if (!request.Quiet && Listing.More(board.Ranked.Count, Rows(request), way: $"'{all}' shows all") is { } more) context.Error.WriteLine(more);
    }
}
