using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Scheduling;

/// <summary>Finished configurations in the order they finished, as an adaptive sampler wants them.
/// Replicates are neighbours: configuration = number / replicates.</summary>
internal sealed class ObservationLog(int replicates)
{
    private readonly Dictionary<int, List<TrialState>> open = [];
    private readonly List<Observation> finished = [];

    public IReadOnlyList<Observation> Finished => finished;

    /// <summary>Notes a trial that became final.</summary>
    public void Add(TrialState trial)
    {
        var index = trial.Number / replicates;
        if (!open.TryGetValue(index, out var members)) open[index] = members = [];
        members.Add(trial);
        if (members.Count < replicates) return;

        open.Remove(index);
        var usable = members.All(m => m.Status is TrialStatus.Completed or TrialStatus.Stopped && m.Value is not null);
        finished.Add(new Observation(
            index,
            trial.Plan.Config,
            usable ? members.OrderBy(m => m.Number).Average(m => m.Value!.Value) : null)
        { Replicates = replicates });
    }
}
