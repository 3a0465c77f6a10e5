using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>What programs of users leave behind, whatever session or process group it moved to and whatever it holds open. Found by
/// descent, from a process that adopts orphans, or, when everything above it is dead, by a token in the environment that it inherited.
/// Nothing else is ever touched.</summary>
/// <remarks>A process is judged and killed in the same moment, in the order of process ids: what forks and ends faster than a list of all
/// processes can be made is met at the end of the order. An id would have to be given out again within microseconds for the wrong process
/// to be hit, which takes a whole round of all ids.</remarks>
public sealed class Leftovers
{
    /// <summary>Variable that a node puts into the environment of a worker; everything the worker starts inherits it.</summary>
    public const string TokenVariable = "SWEEP_WORKER_TOKEN";

    private const int Init = 1;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private readonly int self = Environment.ProcessId;
    private readonly byte[]? token;
    private readonly int own;
    private readonly HashSet<int> adopters = [];
    private bool isUnsettled;

    private Leftovers(byte[]? token, int own) => (this.token, this.own) = (token, own);

    /// <summary>A token that no other worker has.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What a dead worker's programs left.</summary>
    /// <param name="token">The worker's token.</param>
    public static Leftovers OfWorker(string token)
    {
        var found = new Leftovers(Encoding.UTF8.GetBytes($"{TokenVariable}={token}\0"), own: 0);
        found.FindAdopters();
        return found;
    }

    /// <summary>Everything below this process, which adopts orphans.</summary>
    /// <param name="own">The child that this process started itself and will take notice of itself.</param>
    internal static Leftovers BelowThisProcess(int own) => new(token: null, own);

    /// <summary>Kills until nothing is left. Blocks.</summary>
    /// <param name="limit">Time after which it gives up: what cannot be killed belongs to another user or hangs in the kernel.</param>
    /// <returns>Process ids of what is left.</returns>
    public IReadOnlyList<int> Kill(TimeSpan limit)
    {
        if (!ProcessTable.IsReadable || (token is null && !ChildProcesses.Any)) return [];
        // There is no event to wait for: most of them are not our children.
        using var pause = new ManualResetEventSlim();
        for (var began = Stopwatch.GetTimestamp(); ; pause.Wait(Moment))
        {
            var (left, guards) = Pass();
            if (left.Count == 0 && guards.Count == 0 && !isUnsettled) return [];
            if (Stopwatch.GetElapsedTime(began) > limit) return [.. left, .. guards];
            // A guard knows its descendants without any token, so it goes last.
            if (left.Count == 0) guards.ForEach(ProcessGroup.KillOne);
        }
    }

    /// <summary>Kills each process once, guards spared.</summary>
    private (List<int> Left, List<int> Guards) Pass()
    {
        var (left, guards, members) = (new List<int>(), new List<int>(), new HashSet<int>());
        if (token is null) members.Add(self);
        isUnsettled = false;
        foreach (var id in ProcessTable.Ids())
        {
            if (id == self || ProcessTable.Read(id) is not { } found || Relation(found, members) is not { } relation) continue;
            members.Add(id);
            if (!found.IsAlive) TakeEnd(found);
            else if (relation == Kin.Guard) guards.Add(id);
            else
            {
                ProcessGroup.KillOne(id);
                left.Add(id);
            }
        }

        return (left, guards);
    }

    private Kin? Relation(ProcessEntry found, HashSet<int> members)
    {
        if (members.Contains(found.Parent)) return Kin.Descendant;
        // An orphan's parent is the process that adopted it. Whoever else has the token was handed a copy (a batch system's job),
        // and is nobody's orphan.
        if (token is null) return null;
        var isOrphan = adopters.Contains(found.Parent);
        // Whose parent ends in this moment is adopted by somebody in the next one, and judged then.
        if (!isOrphan && ProcessTable.Read(found.Parent) is { IsEnding: false }) return null;
        var variables = ProcessTable.Variables(found.Id).AsSpan();
        if (variables.IndexOf(token) < 0) return null;
        isUnsettled |= !isOrphan;
        if (!isOrphan) return null;
        return variables.IndexOf(ProgramGuard.Mark) < 0 ? Kin.Descendant : Kin.Guard;
    }

    private void TakeEnd(ProcessEntry dead)
    {
        if (dead.Parent == self && dead.Id != own && token is null) ChildProcesses.TakeEnd(dead.Id);
    }

    /// <summary>The kernel gives an orphan to the nearest adopting process above it: one above us, us, or the first of all.</summary>
    private void FindAdopters()
    {
        adopters.Add(Init);
        for (var above = self; above > Init; above = ProcessTable.Read(above)?.Parent ?? 0) adopters.Add(above);
    }

    private enum Kin
    {
        Descendant,
        Guard,
    }
}
