using System.Data.Common;
using System.Globalization;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger.Storage;

/// <summary>Reads what ranks and compares the trials of a sweep, and no more.</summary>
/// <param name="ledger">An open connection.</param>
/// <param name="moment">What it sees.</param>
/// <param name="sweep">Name of the sweep.</param>
internal sealed class ResultReads(DbConnection ledger, DbTransaction moment, string sweep)
{
    private string lastStatus = "";
    private TrialStatus status;

    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public SweepResults Read()
    {
        var (texts, places) = Texts();
        // Beside the reading of trials, which takes about as long.
        var check = Task.Run(() => texts.ConvertAll(text => new TrialConfig(StrangeValue.Config(text))));
        var (trials, order) = Trials(places);
        var configs = check.GetAwaiter().GetResult();
        return new SweepResults(order.ConvertAll(place => configs[place]), trials);
    }

    /// <summary>The text of each configuration, and its place among them by id. Replicates share it.</summary>
    private (List<string> Texts, Dictionary<long, int> Places) Texts()
    {
        var (texts, places) = (new List<string>(), new Dictionary<long, int>());
        using var command = Command("SELECT c.id, c.text FROM sweep s JOIN config c ON c.sweep_id = s.id WHERE s.name = @sweep");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            places.Add(row.GetInt64(0), texts.Count);
            texts.Add(row.GetString(1));
        }

        return (texts, places);
    }

    /// <summary>The trials, and the places of their configurations' texts in the order in which they are met.</summary>
    private (TrialResult[] Trials, List<int> Order) Trials(Dictionary<long, int> places)
    {
        var (trials, order, met) = (new List<TrialResult>(Count()), new List<int>(places.Count), new int[places.Count]);
        using var command = Command("SELECT t.number, t.status, t.metric, t.config_id, t.replicate, t.floor FROM sweep s " +
            "JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep ORDER BY t.number");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            ref var config = ref met[places[row.GetInt64(3)]];
            if (config == 0)
            {
                order.Add(places[row.GetInt64(3)]);
                // Counted from 1, so that 0 is one not met yet.
                config = order.Count;
            }

            trials.Add(new TrialResult(
                row.GetInt32(0), Status(row.GetString(1)), Number(row, 2), config - 1, row.GetInt32(4), Number(row, 5)));
        }

        return ([.. trials], order);
    }

    /// <summary>How many trials there are: a list of so many that grows is copied again and again.</summary>
    private int Count()
    {
        using var command = Command("SELECT count(*) FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep");
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private DbCommand Command(string sql) => SweepCommand.Of(ledger, moment, sql, sweep);

    /// <summary>Neighbours mostly have the same.</summary>
    private TrialStatus Status(string text)
    {
        if (text == lastStatus) return status;
        (lastStatus, status) = (text, EnumText.Parse<TrialStatus>(text, "status"));
        return status;
    }

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
