using System.Globalization;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Search.Simulation;

namespace Sweep.Reports.Simulations;

/// <summary>Regret against cost of simulated methods.</summary>
public static class SimulationTable
{
    /// <summary>One row for each method and cost, in epochs of all trials together; and the epochs of the whole recorded table.</summary>
    public static DataTable Of(IEnumerable<ComparedMethod> methods, IReadOnlyList<int> costs, int? whole)
    {
        var table = new DataTable(
            new Column("method", "method"), new Column("epochs", "epochs", Right: true),
            new Column("regret", "regret", Right: true) { Style = NumberStyle.Measured },
            new Column("regret_q1", "from", Right: true) { Style = NumberStyle.Measured, Like = "regret" },
            new Column("regret_q3", "to", Right: true) { Style = NumberStyle.Measured, Like = "regret" },
            new Column("epochs_to_limit", null, Right: true), new Column("trials", null, Right: true),
            new Column("epochs_to_limit_q1", null, Right: true), new Column("epochs_to_limit_q3", null, Right: true),
            new Column("table_epochs", null, Right: true));
        foreach (var method in methods)
        {
            foreach (var (cost, regret) in costs.Zip(method.Regrets))
            {
                table.Add(method.Method, cost, Cell.Of(regret.Median), Cell.Of(regret.Q1), Cell.Of(regret.Q3),
                    Cell.Of(method.EpochsToLimit.Median), Cell.Of(method.Trials), Cell.Of(method.EpochsToLimit.Q1),
                    Cell.Of(method.EpochsToLimit.Q3), whole is { } epochs ? Cell.Of(epochs) : Cell.None);
            }
        }

        return table;
    }

    /// <summary>Costs worth a row: 1, 2, 5, 10, ... times the epochs of a whole trial, up to the dearest sweep, and that one.</summary>
    public static IReadOnlyList<int> Costs(int whole, int most)
    {
        var costs = new List<int>();
        for (long decade = whole; decade < most; decade *= 10)
            costs.AddRange(new[] { decade, 2 * decade, 5 * decade }.Where(cost => cost < most).Select(cost => (int)cost));
        return [.. costs, most];
    }

    /// <summary>How much a method needs to come close to the best (<c>within 1 % of the best</c>): one sentence.</summary>
    public static string Sentence(ComparedMethod method, int seeds, string near, int? whole)
    {
        var (median, trials) = (method.EpochsToLimit.Median, $"{Numbers.Plural((long)Math.Round(method.Trials), "trial")}");
        return double.IsInfinity(median)
            ? $"{method.Method}: not {near} in most of {Numbers.Plural(seeds, "sweep")} of about {trials} and {method.Epochs:N0} epochs"
            : $"{method.Method}: {near} after {median:N0} epochs{Beside(whole, median)} (median of {Numbers.Plural(seeds, "sweep")}; " +
                $"quartiles {Count(method.EpochsToLimit.Q1)} and {Count(method.EpochsToLimit.Q3)})";
    }

    private static string Beside(int? whole, double epochs) =>
        whole is { } all ? string.Create(CultureInfo.InvariantCulture, $", {all / epochs:0.0} times cheaper than the whole table") : "";

    private static string Count(double epochs) => double.IsInfinity(epochs) ? "never" : $"{epochs:N0}";
}
