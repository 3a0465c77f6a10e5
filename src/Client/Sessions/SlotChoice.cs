using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Parameters;
using Sweep.Reports.Text;

namespace Sweep.Client.Sessions;

/// <summary>What this machine offers for a sweep.</summary>
/// <param name="Slots">Slots, at most; trials that run at a time.</param>
/// <param name="Devices">The devices, where trials take the memory that each asks for; empty where all fit side by side.</param>
/// <param name="Note">What people should know of the choice, to follow the list of slots; empty when nothing.</param>
internal sealed record ChosenSlots(IReadOnlyList<DeviceSlot> Slots, IReadOnlyList<DeviceOffer> Devices, string Note = "");

/// <summary>Decides which slots this machine offers for a sweep.</summary>
internal static class SlotChoice
{
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    /// <exception cref="UserException">Bad input: there is no GPU as asked for, or a trial needs more memory than there is.</exception>
    public static async Task<ChosenSlots> For(RunRequest request, SweepSpec spec, SweepPlan plan, CliContext context)
    {
        var definition = spec.Definition;
        // A program that asks for a GPU means one; what we train ourselves, a file for several machines may ask more of than this one has.
        var isCpu = (request.Device ?? (definition.RunsCommands && spec.Gpus > 0 ? DeviceKind.Cuda : DeviceKind.Cpu)) == DeviceKind.Cpu;
        var memory = PlanMemory.Of(spec, plan, definition, isCpu ? DeviceClass.Cpu : DeviceClass.Cuda);
        if (isCpu)
        {
            var chosen = OfCpu(request.Workers ?? Environment.ProcessorCount, spec, plan, memory, context.MachineMemory);
            return definition.RunsCommands ? chosen with { Note = HiddenGpus(context) } : chosen;
        }

        if (spec.Gpus == 0) throw UserException.BadInput(
            "--device cuda, but 'resources.gpus' is 0: the sweep's trials want no GPU",
            "  leave --device out, or give 'resources.gpus' a share above 0");
        var gpus = definition.RunsCommands ? OfDriver(spec, context)
            : await OfLibtorch(context, Hints.Command(context, "doctor", request.Place.Db));
        var slots = SlotList.Cuda(gpus.Count, request.Workers, spec.Gpus ?? 1);
        if (memory.LargestAsk == 0) return new(slots, []);
        var largest = slots.MaxBy(slot => Most(gpus.MemoryOf(slot.Device)))!.Device;
        if (memory.LargestAsk > Most(gpus.MemoryOf(largest))) throw TooLarge(memory, plan, largest, gpus.MemoryOf(largest));
        // Trials that share a GPU must fit side by side, whichever they are.
        return new([.. slots.Where(slot => (1 + slot.Index) * memory.LargestAsk <= Most(gpus.MemoryOf(slot.Device)))], []);
    }

    private static ChosenSlots OfCpu(int workers, SweepSpec spec, SweepPlan plan, PlanMemory memory, long machine)
    {
        var slots = SlotList.Cpu(workers);
        var each = memory.LargestAsk;
        if (each == 0 || workers <= machine / each) return new(slots, []);
        if (each > machine) throw TooLarge(memory, plan, "cpu", machine);
        // Small trials need not wait for large ones: the broker packs them, unless the file asks for a GPU that is not used here,
        // or says one size for all.
        return spec.Gpus > 0 || memory.Override is not null
            ? new([.. slots.Take((int)(machine / each))], [])
            : new(slots, SlotList.Devices(slots, _ => machine));
    }

    private static UserException TooLarge(PlanMemory memory, SweepPlan plan, string device, long bytes)
    {
        if (memory.Override is { } own)
        {
            return UserException.BadInput(
                $"'resources.memory' says that a trial needs {Numbers.Bytes(own)}, and {(device == "cpu" ? "this machine" : device)} has " +
                    $"{Numbers.Bytes(bytes)} for trials",
                "  lower it in the sweep file (or with --set resources.memory=...), or run the sweep on a machine with more memory");
        }

        var trial = memory.Largest!;
        return UserException.BadInput(
            $"trial {plan.Sweep.Name}/{trial.Trial.Number} ({Configuration(plan, trial.Trial)}) asks for " +
                $"{Numbers.Bytes(trial.Ask)} of memory "
            + $"({Numbers.Bytes(trial.Predicted)} predicted), and the largest device here, {device}, has {Numbers.Bytes(bytes)} for trials",
            "  make it smaller (hidden, layers, batch_size, num_steps), say what it really takes with --set resources.memory=..., or run " +
                "the sweep on a machine with more memory");
    }

    /// <summary>What tells a trial's configuration from the others of its plan; all of it when there is no other.</summary>
    private static string Configuration(SweepPlan plan, PlannedTrial trial)
    {
        var varying = VaryingParameters.Of(plan.Trials.Select(t => t.Config));
        return varying.Names.Count > 0 ? varying.Short(trial.Config) : string.Join(' ', varying.Constant.Select(c => $"{c.Key}={c.Value}"));
    }

    /// <summary>A GPU whose memory nobody tells holds everything.</summary>
    private static long Most(long memory) => memory == 0 ? long.MaxValue : memory;

    /// <summary>What libtorch can train on.</summary>
    private static async Task<GpuList> OfLibtorch(CliContext context, string doctor)
    {
        var probe = await context.ProbeLibtorch();
        if (probe.Problem is { } problem)
            throw UserException.BadInput($"--device cuda needs a libtorch that loads: {problem}", $"  '{doctor}' says more");
        return probe.Devices.Count > 0 ? probe.Gpus : throw UserException.BadInput(
            $"--device cuda needs a GPU, and libtorch {probe.Version ?? "of unknown version"} ({probe.Folder}) sees none",
            $"  leave --device out to train on the cpu; '{doctor}' and docs/gpu.md say how to use the CUDA libtorch of an existing " +
                "PyTorch (SWEEP_LIBTORCH)");
    }

    /// <summary>What there is for programs, which bring their own libraries.</summary>
    private static GpuList OfDriver(SweepSpec spec, CliContext context)
    {
        var gpus = context.NvidiaGpus().VisibleBy(context.Variable(VisibleDevices));
        if (gpus.Count > 0) return gpus;
        var (asked, wayOut) = spec.Gpus is { } share
            ? ($"'resources.gpus' is {share:0.###}", "take 'resources.gpus' out of the sweep file, or give --device cpu")
            : ("--device cuda", "leave --device out");
        throw UserException.BadInput(
            $"{asked}: the program wants a GPU, and by {gpus.Source} there is none here",
            $"  to run it on the cpu {wayOut}; 'nvidia-smi' shows what the driver sees");
    }

    /// <summary>Programs take what they find, and may find less than their user thinks.</summary>
    private static string HiddenGpus(CliContext context) =>
        context.Variable(VisibleDevices) is null && context.NvidiaGpus() is { Count: > 0 } gpus
            ? $"; {Numbers.Plural(gpus.Count, "GPU")} hidden from the program, which asks for none ('resources: {{gpus: 1}}')" : "";
}
