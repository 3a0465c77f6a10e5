using System.Text;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Page.Sources;

namespace Sweep.Page.Tests.Given;

/// <summary>What the program knows, without a program.</summary>
internal sealed class StubSource(string path) : IPageSource
{
    private readonly byte[] output = Encoding.UTF8.GetBytes($"epoch 1\n{SmallLedger.Hostile}\n");

    /// <summary>State of a sweep in a word.</summary>
    public Func<SweepRow, string> Word { get; set; } = WordOf;

    /// <summary>How a model writes.</summary>
    public Func<SampleWish, CancellationToken, Task<SampleText>> Writing { get; set; } =
        (wish, _) => Task.FromResult(new SampleText($"{wish.Prefix}end", [SmallLedger.Hostile]));

    public string Ledger => "sweep.db";

    public string Version => "0.0.0";

    public bool IsCluster => false;

    public ILedgerView? Open() => SqliteLedgerReader.OpenIfAny(path);

    public string Hint(string verb) => $"sweep {verb}";

    public string StateOf(SweepRow sweep) => Word(sweep);

    public SweepFileFacts ReadFile(SweepRow sweep) => new() { Method = "grid", WritesText = true };

    public Task<OutputPart?> ReadOutput(TrialRow trial, bool isError, long offset) => Task.FromResult(
        isError || offset >= output.Length ? null : new OutputPart(offset, output[(int)offset..]));

    public Task<IReadOnlyList<NodeView>> ListNodes() => throw PageRefusedException.Unavailable("no node answers");

    public Task<SampleText> Write(TrialRow trial, SampleWish wish, CancellationToken cancel) => Writing(wish, cancel);

    /// <summary>As the ledger has it.</summary>
    public static string WordOf(SweepRow sweep) => sweep.Status.ToString().ToLowerInvariant();
}
