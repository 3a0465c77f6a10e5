using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Storage;

/// <summary>Reads the trials of a sweep one by one.</summary>
internal sealed class TrialReads(SweepReading reading)
{
    public LedgerTrials Start() => reading.Begin(() =>
    {
        var (configs, byId) = Configs();
        return new LedgerTrials(configs, reading.CountTrials(), Rows(byId), reading);
    });

    private (List<TrialConfig> Configs, Dictionary<long, TrialConfig> ById) Configs()
    {
        var (configs, byId) = (new List<TrialConfig>(), new Dictionary<long, TrialConfig>());
        using var row = reading.Open(
            "SELECT c.id, c.text FROM sweep s JOIN config c ON c.sweep_id = s.id WHERE s.name = @sweep ORDER BY c.first_trial, c.id");
        while (row.Read())
        {
            configs.Add(new TrialConfig(StrangeValue.Config(row.GetString(1))));
            byId.Add(row.GetInt64(0), configs[^1]);
        }

        return (configs, byId);
    }

    private IEnumerable<TrialRow> Rows(Dictionary<long, TrialConfig> configs) => reading.Rows<TrialRow>(
        $"SELECT {TrialReader.ColumnsWithConfigId} FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep ORDER BY t.number",
        rows => new TrialReader(rows, configs).Current);
}
