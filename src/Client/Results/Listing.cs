using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>Writes rows of which there may be very many: as a table the first ones and a line that says how many more there are,
/// for programs all of them, one by one.</summary>
internal static class Listing
{
    /// <param name="rows">The rows; with <paramref name="total"/> null, one more than the limit is taken at most.</param>
    /// <param name="total">How many there are; null when only reading them all would tell.</param>
    public static void Write(StreamedRows rows, long? total, OutputFormat format, RowLimit limit, CliContext context)
    {
        var most = limit.For(format);
        if (format != OutputFormat.Table)
        {
            TableWriter.WriteData(rows with { Rows = rows.Rows.Take(most) }, format, context.Out, context.OutTerminal);
            return;
        }

        var table = rows.Take(total is null && most < int.MaxValue ? most + 1 : most);
        var isCut = table.Rows.Count > most;
        TableWriter.Write(isCut ? table.Streamed.Take(most) : table, format, context.Out, context.OutTerminal);
        if (isCut) context.Error.WriteLine($"the first {Numbers.Plural(most, "row")} of more (--all shows all, --limit N so many)");
        else if (More(total ?? 0, most) is { } more) context.Error.WriteLine(more);
    }

    /// <summary><c>and 80 more (--all shows all, --limit N so many)</c>; null when nothing is left out.</summary>
    /// <param name="of">What the rows are, where it must be said: <c>earlier epochs</c>.</param>
    /// <param name="way">How to see them; null = the options of the same command.</param>
    public static string? More(long total, int shown, string of = "more", string? way = null) =>
        total <= shown ? null : $"and {total - shown:N0} {of} ({way ?? "--all shows all, --limit N so many"})";
}
