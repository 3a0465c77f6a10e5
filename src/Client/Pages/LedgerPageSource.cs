using System.Collections.Concurrent;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Page.Sources;
using Sweep.Reports.EarlyStopping;

namespace Sweep.Client.Pages;

/// <summary>What a page shows of a ledger of this machine, or of a cluster.</summary>
/// <param name="secretFile">Absolute path of the file with the cluster's secret; null = the environment or the standard place.</param>
internal sealed class LedgerPageSource(CliContext context, LedgerPlace place, string? secretFile) : IPageSource, IAsyncDisposable
{
    /// <summary>A look at the lock of a running sweep is good for this long.</summary>
    private static readonly TimeSpan StateAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (string Yaml, SweepFileFacts Facts)> files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SweepStatus Status, long At, string Word)> states = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim connecting = new(1);
    private ILedgerView? ledger;
    private ClusterConnection? cluster;

    public string Ledger => place.Display;

    public string Version => ProgramFacts.Version;

    public bool IsCluster => place.Cluster is not null;

    public ILedgerView? Open() => ledger ??= place.OpenIfAny();

    public string Hint(string verb) => place.Hint(verb);

    public string StateOf(SweepRow sweep)
    {
        if (states.TryGetValue(sweep.Name, out var known) && known.Status == sweep.Status
            && context.Time.GetElapsedTime(known.At) < StateAge) return known.Word;
        var word = place.State(sweep);
        states[sweep.Name] = (sweep.Status, context.Time.GetTimestamp(), word);
        return word;
    }

    public SweepFileFacts ReadFile(SweepRow sweep)
    {
        if (files.TryGetValue(sweep.Name, out var known) && known.Yaml == sweep.Yaml) return known.Facts;
        var facts = Facts(sweep);
        files[sweep.Name] = (sweep.Yaml, facts);
        return facts;
    }

    public async Task<OutputPart?> ReadOutput(TrialRow trial, bool isError, long offset)
    {
        var nodes = IsCluster ? await Cluster() : null;
        return await Had(() => TrialOutput.Of(place, nodes, trial, isError)(offset));
    }

    public async Task<IReadOnlyList<NodeView>> ListNodes()
    {
        var nodes = await Cluster();
        return await Had(nodes.ListNodes);
    }

    public Task<SampleText> Write(TrialRow trial, SampleWish wish, CancellationToken cancel) =>
        SampleProcess.Run(place, $"{trial.Sweep}/{trial.Number}", wish, cancel);

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
        connecting.Dispose();
    }

    private SweepFileFacts Facts(SweepRow sweep)
    {
        var found = RecordedFile.Read(context, sweep);
        if (found.Spec is not { } spec)
            return new SweepFileFacts { Problem = $"this build cannot read the sweep's file: {found.Errors[0].Message}" };
        var hasRule = sweep.Yaml.Contains("early_terminate", StringComparison.Ordinal) && !spec.NewStopper().IsBlind;
        return new SweepFileFacts
        {
            Method = spec.Method,
            Rule = hasRule ? spec.NewStopper().Name : null,
            Races = spec.Races,
            WritesText = spec.Definition.Writer is not null,
            Space = spec.Space,
            Stops = hasRule ? view => EarlyStops.Read(view, sweep.Name, spec.NewStopper()) : null,
        };
    }

    private async Task<ClusterConnection> Cluster()
    {
        await connecting.WaitAsync(context.Interrupted);
        try
        {
            return cluster ??= await Had(() => ClusterConnection.Open(context, place.Cluster!, secretFile));
        }
        finally
        {
            connecting.Release();
        }
    }

    private static async Task<T> Had<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is UserException or SweepRefusedException)
        {
            throw PageRefusedException.Unavailable(e.Message);
        }
    }
}
