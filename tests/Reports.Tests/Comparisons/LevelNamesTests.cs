using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

public sealed class LevelNamesTests
{
    [Fact]
    public void Numbers_of_a_column_have_one_notation()
    {
        Assert.Equal(["1e-05", "1e-04", "1e-03"], Names(Compare(null, "1e-05", "0.0001", "0.001")));
        Assert.Equal(["0.50", "0.25", "(absent)", "gru"], Names(Compare(null, "0.5", "0.25", null, "\"gru\"")));
        Assert.Equal(["1.0e-05 to 1.0e-04", "2.5e-03 to 1.0e+01"], Names(Compare(2, "0.00001", "0.0001", "0.0025", "10")));
    }

    [Fact]
    public void What_no_format_tells_apart_keeps_its_own_name() =>
        Assert.Equal(["12345678901234567", "12345678901234568"], Names(Compare(null, "12345678901234567", "12345678901234568")));

    [Fact]
    public void A_sentence_names_them_as_the_table_does()
    {
        var table = Compare(null, "1e-05", "0.0001");

        Assert.StartsWith("x 1e-05 and x 1e-04 cannot be separated", ComparisonSentence.Of(table.Pairs[0], table, maximize: false),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(ComparisonTable table)
    {
        var names = new LevelNames(table);
        return table.Levels.Select(level => names.Of(level.Level));
    }

    private static ComparisonTable Compare(int? bins, params string?[] values) => Comparison.By(
        SweepResults.Of(values.Select((x, i) =>
            new TrialRow
            {
                Sweep = "s",
                Plan = new PlannedTrial { Number = i, Config = x is null ? "{}" : $$"""{"x":{{x}}}""" },
                Status = TrialStatus.Completed,
                Metric = i
            })),
        "x", "loss", bins: bins).Table!;
}
