using Sweep.Search.Simulation;

namespace Sweep.Search.Tests.Simulation;

public sealed class TableReportsTests
{
    private static readonly TableReports Table = new(
    [
        new("""{"a":1}""", 1, 1, 3, 10), new("""{"a":1}""", 1, 2, 2, 11), new("""{"a":1}""", 2, 1, 5, 12), new("""{"a":1}""", 2, 2, 3, 13),
        new("""{"a":2}""", 1, 1, 1, 10), new("""{"a":2}""", 1, 2, double.NaN, 14),
        new("""{"a":3}""", 4, 1, 9, 10), new("""{"a":3}""", 4, 2, 8, 10),
        new("""{"a":3}""", 5, 1, 9, 10),
    ]);

    [Fact]
    public void A_report_is_the_one_that_was_recorded()
    {
        Assert.Equal((6, 3), (Table.Epochs, Table.Configurations.Count));
        Assert.Equal(new SimulatedReport(2, 2.5, 11), Table.Report("""{"a":1}""", 5, 0, 2));
        Assert.Equal(new SimulatedReport(3, 2.5, 13), Table.Report("""{"a":1}""", 5, 1, 2));
        Assert.Equal(new SimulatedReport(2, 2.5, 11), Table.Report("""{"a":1}""", 5, 2, 2));
        Assert.Equal(new SimulatedReport(3, 2.5, 13), Table.From(1).Report("""{"a":1}""", 5, 0, 2));
        Assert.Equal(1, Table.Optimum);
    }

    [Fact]
    public void A_trial_that_diverged_stays_so()
    {
        Assert.Equal(1, Table.Report("""{"a":2}""", 0, 0, 1).Loss);
        Assert.Equal(new SimulatedReport(double.NaN, double.PositiveInfinity, 14), Table.Report("""{"a":2}""", 0, 0, 2));
        Assert.Equal(new SimulatedReport(double.NaN, double.PositiveInfinity, 10), Table.Report("""{"a":3}""", 0, 1, 2));
    }

    [Fact]
    public void What_was_not_recorded_is_named()
    {
        Assert.Contains("a=4", Assert.Throws<KeyNotFoundException>(() => Table.Report("""{"a":4}""", 0, 0, 1)).Message);
        Assert.Throws<ArgumentException>(() => new TableReports([new("{}", 0, 1, double.NaN, 1)]));
    }
}
