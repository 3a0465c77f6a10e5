using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Stoppers.Populations;

/// <summary><c>early_terminate: pbt</c>: every few epochs a trial that is among the worst ends, and a new one goes on from the checkpoint
/// of one of the best, with a configuration near that one's.</summary>
/// <remarks>
/// Jaderberg et al., "Population based training of neural networks" (arXiv 1711.09846): exploit by truncation selection (section 4.1.1),
/// explore as <see cref="Explorer"/> says. Of n trials that have reported an epoch the last ⌊n·quantile⌋ end, each in favour of a
/// random one of the first ⌊n·quantile⌋ that is better than itself; equal losses go by trial number. A place of the population has one
/// report of each epoch: the new trial begins with the epoch after the checkpoint. A trial that was replaced, failed, diverged or was
/// cancelled is no parent any more. Which parent and which configuration depends on the seed, the trial and the epoch, not on the order of
/// events before. A trial without a finite loss is left to whoever ends diverged trials.
/// <para>
/// Where there are fewer slots than trials, trials take turns: at each comparison one leaves its slot to those that are behind, and is
/// compared when it is its turn again, so with all of the others. None gets more than two intervals ahead, so that the checkpoints of
/// three epochs are enough.
/// </para>
/// </remarks>
public sealed class PbtStopper(EncodedSpace space, PbtRules rules) : IStopper
{
    private readonly Explorer explorer = new(space, rules);
    private readonly Population population = new(rules.Population, rules.Interval);
    private readonly Dictionary<int, Generation> generations = [];
    private readonly Dictionary<int, TrialConfig> configs = [];
    private readonly HashSet<int> unfit = [];

    /// <inheritdoc />
    public string Name => "pbt";

    /// <inheritdoc />
    public int? ForksEvery => rules.Interval;

    /// <inheritdoc />
    public void Begin(int trial, TrialConfig config, int epoch)
    {
        configs[trial] = config;
        population.Add(trial, epoch);
    }

    /// <inheritdoc />
    public void Note(int trial, Reading report)
    {
        if (!Compares(report.Epoch)) return;
        population.Reach(trial, report.Epoch);
        if (!double.IsFinite(report.Loss)) return;
        if (!generations.TryGetValue(report.Epoch, out var here)) generations[report.Epoch] = here = new(new(), new());
        here.All.Set(trial, report.Loss);
        if (!unfit.Contains(trial)) here.Parents.Set(trial, report.Loss);
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        var (epoch, loss) = own.Newest;
        if (!Compares(epoch) || !double.IsFinite(loss) || !generations.ContainsKey(epoch) || IsLast(own.Config, epoch)) return null;
        if (!population.MustWait(epoch)) return Replace(own.Trial, epoch, loss);
        population.Pause(own.Trial);
        return new PauseVerdict($"pbt: leaves its slot at epoch {epoch} to trials that are behind");
    }

    /// <inheritdoc />
    public int? Promotable => population.First?.Trial;

    /// <inheritdoc />
    public Promotion? Promote()
    {
        if (population.First is not var (epoch, trial)) return null;
        population.Release(trial);
        var fork = generations[epoch].All.LossOf(trial) is { } loss ? Replace(trial, epoch, loss) : null;
        return new Promotion(trial, $"pbt: goes on after epoch {epoch}, where the last trials are") { Fork = fork };
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status)
    {
        population.Remove(trial);
        if (status is TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Cancelled) MakeUnfit(trial);
    }

    private bool Compares(int epoch) => epoch % rules.Interval == 0;

    /// <summary>After its last epoch, where a parameter <c>epochs</c> tells, there is nothing to be replaced.</summary>
    private static bool IsLast(TrialConfig config, int epoch) =>
        config["epochs"] is JsonValue value && value.TryGetValue<int>(out var last) && epoch >= last;

    /// <summary>Who takes the place of a trial at an epoch; null = it keeps it.</summary>
    private ForkVerdict? Replace(int trial, int epoch, double loss)
    {
        var here = generations[epoch];
        var count = here.All.Without(trial).Count + 1;
        var places = rules.Places(count);
        var rank = here.All.Before(new(loss, trial));
        if (places == 0 || rank < count - places) return null;
        var random = new SeededRandom(SeededRandom.Derive(rules.Seed, Streams.Fork, trial, epoch));
        if (here.Parent(places, random) is not { } parent || !(parent.Loss < loss)) return null;
        MakeUnfit(trial);
        population.Remove(trial);
        return new ForkVerdict(
            Reason(epoch, loss, parent, rank, count), parent.Trial, epoch, explorer.Near(configs[parent.Trial], random),
            new JsonObject { ["epoch"] = epoch, ["rank"] = rank + 1, ["of"] = count, ["parent"] = parent.Trial });
    }

    private string Reason(int epoch, double loss, RankedLoss parent, int rank, int count)
    {
        var sign = rules.Maximize ? -1 : 1;
        return string.Create(CultureInfo.InvariantCulture,
            $"pbt: {sign * loss:G6} is number {rank + 1} of {count} trials at epoch {epoch}; trial {parent.Trial} " +
                $"({sign * parent.Loss:G6}) goes on in its place");
    }

    private void MakeUnfit(int trial)
    {
        unfit.Add(trial);
        foreach (var generation in generations.Values) generation.Parents.Remove(trial);
    }

    /// <summary>Everyone who got to an epoch, and those of them that may be forked.</summary>
    private sealed record Generation(LossRanks All, LossRanks Parents)
    {
        /// <summary>A random one of those among the first places that may be forked; null = there is none.</summary>
        public RankedLoss? Parent(int places, SeededRandom random)
        {
            var last = All[places - 1];
            var fit = Parents.Before(last) + (Parents.LossOf(last.Trial) is null ? 0 : 1);
            return fit == 0 ? null : Parents[random.NextInt(fit)];
        }
    }
}
