using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Parameters;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>What trials take of a device, in words.</summary>
public static class MemoryText
{
    /// <summary>One line of a plan; null when nothing is known.</summary>
    public static string? Line(PlanMemory? memory) => (memory, memory?.Smallest, memory?.Largest) switch
    {
        (null, _, _) or ({ Override: null }, _, null) => null,
        ({ Override: { } own }, _, null) => $"  memory: a trial asks for {Numbers.Bytes(own)} (resources.memory)",
        var (_, smallest, largest) => $"  memory: {Range(smallest!, largest!)} predicted on {Device(memory.Device)}; "
            + (memory.Override is { } own ? $"a trial asks for {Numbers.Bytes(own)} (resources.memory)"
                : $"a trial asks for {Asks(smallest!, largest!)}"),
    };

    /// <summary><c>the cpu</c> or <c>a GPU</c>.</summary>
    public static string Device(DeviceClass device) => device == DeviceClass.Cuda ? "a GPU" : "the cpu";

    /// <summary>What tells a trial's configuration from the others of its plan; all of it when there is no other.</summary>
    public static string Configuration(SweepPlan plan, PlannedTrial trial)
    {
        var varying = VaryingParameters.Of(plan.Trials.Select(t => t.Config));
        return varying.Names.Count > 0 ? varying.Short(trial.Config) : string.Join(' ', varying.Constant.Select(c => $"{c.Key}={c.Value}"));
    }

    private static string Range(TrialMemory smallest, TrialMemory largest) => smallest.Predicted == largest.Predicted
        ? Numbers.Bytes(smallest.Predicted)
        : $"{Numbers.Bytes(smallest.Predicted)} (trial {smallest.Trial.Number}) to {Numbers.Bytes(largest.Predicted)} (trial " +
            $"{largest.Trial.Number})";

    private static string Asks(TrialMemory smallest, TrialMemory largest) =>
        smallest.Ask == largest.Ask ? Numbers.Bytes(largest.Ask) : $"{Numbers.Bytes(smallest.Ask)} to {Numbers.Bytes(largest.Ask)}";
}
