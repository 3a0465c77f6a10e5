using System.Data;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>Makes trials of rows column by column: there may be very many, and neighbours share most of their values,
/// which are kept once.</summary>
/// <param name="row">A query of <see cref="Columns"/>.</param>
/// <param name="configs">Configurations by id, for a query of <see cref="ColumnsWithConfigId"/>.</param>
internal sealed class TrialReader(IDataReader row, IReadOnlyDictionary<long, TrialConfig>? configs = null)
{
    /// <summary>What the query must ask for, with <c>s</c>, <c>t</c> and <c>c</c> for sweep, trial and configuration.</summary>
    public const string Columns =
        """
        s.name, t.number, t.status, c.text, t.replicate, t.seed, t.attempts, t.failures, t.metric, t.best_epoch, t.epochs_done, t.epochs, t.slot,
        t.started_at, t.ended_at, t.reason, t.floor, t.corpus_sha256, t.cost_key
        """;

    /// <summary>The same with the id of the configuration in place of its text.</summary>
    public static readonly string ColumnsWithConfigId = Columns.Replace("c.text", "t.config_id", StringComparison.Ordinal);

    private const int Count = 19;

    private readonly string?[] last = new string?[Count];
    private TrialConfig config = new("");
    private CostKey costKey = CostKey.None;
    private SlotName? slot;
    private CorpusFacts? corpus;

    /// <summary>The trial of the row at hand.</summary>
    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public TrialRow Current() => new()
    {
        Sweep = Text(0)!,
        Plan = new PlannedTrial
        {
            Number = row.GetInt32(1),
            Config = configs is null ? Config(Text(3)!) : configs[row.GetInt64(3)],
            Replicate = row.GetInt32(4),
            Seed = row.GetInt64(5),
            Epochs = row.GetInt32(11),
            Corpus = Corpus(Text(17), Number(16)),
            CostKey = CostKeyOf(Text(18)!),
        },
        Status = EnumText.Parse<TrialStatus>(Text(2)!, "status"),
        Attempts = row.GetInt32(6),
        Failures = row.GetInt32(7),
        Metric = Number(8),
        BestEpoch = row.IsDBNull(9) ? null : row.GetInt32(9),
        EpochsDone = row.GetInt32(10),
        Slot = Slot(Text(12)),
        StartedAt = Moment(13),
        EndedAt = Moment(14),
        Reason = Text(15),
    };

    private TrialConfig Config(string text) =>
        ReferenceEquals(text, config.Json) ? config : config = new TrialConfig(StrangeValue.Config(text));

    private CostKey CostKeyOf(string text) => ReferenceEquals(text, costKey.Text) ? costKey : costKey = text;

    private SlotName? Slot(string? text) => ReferenceEquals(text, slot?.Text) ? slot : slot = text is null ? null : new SlotName(text);

    private CorpusFacts? Corpus(string? sha256, double? floor) =>
        ReferenceEquals(sha256, corpus?.Sha256) && Nullable.Equals(floor, corpus?.FloorPerplexity) ? corpus
            : corpus = CorpusFacts.Of(sha256, floor);

    private double? Number(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private DateTimeOffset? Moment(int column) => row.IsDBNull(column) ? null : UtcText.Parse(row.GetString(column));

    /// <summary>The text of a column; the one before where it is the same, so that it is kept once.</summary>
    private string? Text(int column)
    {
        if (row.IsDBNull(column)) return null;
        var text = row.GetString(column);
        return text == last[column] ? last[column] : last[column] = text;
    }
}
