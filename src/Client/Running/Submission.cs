using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Running;

/// <summary>A checked sweep with its place in the ledger.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Plan">Its trials.</param>
/// <param name="LedgerPath">Absolute path of the ledger.</param>
/// <param name="Row">The sweep as the ledger holds it.</param>
/// <param name="Trials">Its trials as the ledger holds them.</param>
/// <param name="EpochSeconds">Recorded seconds per epoch by cost key.</param>
public sealed record Submission(
    SweepSpec Spec, SweepPlan Plan, string LedgerPath, SweepRow Row, IReadOnlyList<TrialRow> Trials, IReadOnlyDictionary<CostKey, double> EpochSeconds)
{
    public string Name => Spec.Name;

    /// <summary>What the coordinator is given.</summary>
    public SweepOrder Order => new(Spec.Name, Spec.Yaml, Plan.Sweep.BaseFolder);

    /// <summary>True when the ledger holds the sweep and nothing of it is left to run; writes nothing.</summary>
    public static async Task<bool> IsOver(string ledgerPath, string sweep) =>
        SqliteLedgerReader.OpenIfAny(ledgerPath) is { } ledger && await ledger.FindSweep(sweep) is { } row && row.IsOver;

    /// <summary>Puts the sweep into the ledger, unless it is there.</summary>
    /// <exception cref="LedgerException">Input error: another sweep of that name, or a file that is no ledger or cannot be written.</exception>
    /// <exception cref="UserException">Input error: a text is not the one that the sweep began with.</exception>
    public static async Task<Submission> Make(CliContext context, SweepSpec spec, SweepPlan plan, string ledgerPath)
    {
        await using var ledger = SqliteLedger.Open(ledgerPath, context.Time);
        await ledger.CreateSweep(plan.Sweep, plan.Trials);
        var trials = await ledger.ListTrials(spec.Name);
        if (CorpusCheck.Problem(plan.Trials, trials) is { } problem) throw UserException.BadInput($"sweep '{spec.Name}' cannot go on: {problem}");
        return new Submission(spec, plan, ledgerPath, (await ledger.FindSweep(spec.Name))!, trials, await ledger.RecordedEpochSeconds());
    }
}
