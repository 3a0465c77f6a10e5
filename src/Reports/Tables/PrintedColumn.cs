using Sweep.Contracts.Text;
using Sweep.Reports.Text;

namespace Sweep.Reports.Tables;

/// <summary>The cells of a column as people read them.</summary>
public static class PrintedColumn
{
    /// <summary>The cells of a column: its numbers decide together how they are written.</summary>
    public static IReadOnlyList<string> Of(DataTable table, int index)
    {
        var column = table.Columns[index];
        var numbers = NumbersOf(table, column.Like is { } like ? table.IndexOf(like) : index);
        var format = NumberFormat.For(numbers.Count > 0 ? numbers : NumbersOf(table, index), column.Style);
        return [.. table.Rows.Select(row =>
            Printable.Line(row[index].Number is { } n ? column.IsSigned ? format.Signed(n) : format.Text(n) : row[index].Text))];
    }

    private static List<double> NumbersOf(DataTable table, int index) => [.. table.Rows.Select(row => row[index].Number).OfType<double>()];
}
