using System.Data.Common;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger.Storage;

/// <summary>Reads what ranks and compares the trials of a sweep, and no more.</summary>
internal sealed class ResultReads(SweepReading reading)
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
        using var row = reading.Open("SELECT c.id, c.text FROM sweep s JOIN config c ON c.sweep_id = s.id WHERE s.name = @sweep");
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
        // A list of so many that grows is copied again and again.
        var trials = new List<TrialResult>((int)reading.CountTrials());
        var (order, met) = (new List<int>(places.Count), new int[places.Count]);
        using var row = reading.Open("SELECT t.number, t.status, t.metric, t.config_id, t.replicate, t.floor FROM sweep s " +
            "JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep ORDER BY t.number");
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

    /// <summary>Neighbours mostly have the same.</summary>
    private TrialStatus Status(string text)
    {
        if (text == lastStatus) return status;
        (lastStatus, status) = (text, EnumText.Parse<TrialStatus>(text, "status"));
        return status;
    }

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
