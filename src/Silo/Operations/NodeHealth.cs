namespace Sweep.Silo.Operations;

/// <summary>Whether a node can take work. The ledger is asked at most once a second and once at a time, however many probes come.</summary>
/// <param name="siloIsActive">True while the silo is an active member of its cluster.</param>
/// <param name="askLedger">A cheap read; it throws or does not end when the ledger is out of reach.</param>
/// <param name="isDraining">True from the moment at which the node was told to leave.</param>
public sealed class NodeHealth(Func<bool> siloIsActive, Func<Task> askLedger, Func<bool> isDraining, TimeProvider clock)
{
    /// <summary>An answer of the ledger is good for this long.</summary>
    public static readonly TimeSpan AnswerAge = TimeSpan.FromSeconds(1);

    /// <summary>How long a probe waits for the ledger.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Task<bool>? answer;
    private long asked;

    /// <summary>What stands in the way, by its part; empty = ready. Anybody may read it: no path, address or secret.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Problems(CancellationToken cancel)
    {
        var problems = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (isDraining()) problems["node"] = "the node is leaving: running trials save a checkpoint and are handed back";
        if (!siloIsActive()) problems["silo"] = "the silo is not an active member of its cluster";
        if (!await LedgerAnswers(cancel).ConfigureAwait(false))
            problems["ledger"] = "the ledger's database gives no answer; the node's log says why";
        return problems;
    }

    private async Task<bool> LedgerAnswers(CancellationToken cancel)
    {
        try
        {
            return await Asked().WaitAsync(AnswerLimit, clock, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<bool> Asked()
    {
        lock (gate)
        {
            if (answer is { IsCompleted: false } || (answer is not null && clock.GetElapsedTime(asked) < AnswerAge)) return answer;
            asked = clock.GetTimestamp();
            return answer = Ask();
        }
    }

    private async Task<bool> Ask()
    {
        try
        {
            await Task.Run(askLedger).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            // Whatever it is, the ledger did not answer; who writes to it tells the rest.
            return false;
        }
    }
}
