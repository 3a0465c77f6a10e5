using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Rendering;
using Sweep.Experiments.Specs;

namespace Sweep.Client.Running;

/// <summary>Decides which slots this machine offers for a sweep.</summary>
internal static class SlotChoice
{
    /// <exception cref="UserException">
    /// Bad input: cuda was asked for and there is none, or a trial needs more memory than there is; the message says what was found.
    /// </exception>
    public static async Task<IReadOnlyList<string>> For(RunRequest request, SweepSpec spec, CliContext context)
    {
        var fitting = Fitting(spec.MemoryBytes, context.MachineMemory);
        var slots = request.Device == DeviceKind.Cpu
            ? SlotList.Cpu(request.Workers ?? Environment.ProcessorCount)
            : await Cuda(request.Workers, spec.Gpus ?? 1, context, Hints.Command(context, "doctor", request.Db));
        return slots.Count <= fitting ? slots : [.. slots.Take((int)fitting)];
    }

    /// <summary>Trials that the memory of the machine holds side by side.</summary>
    private static long Fitting(long? needed, long memory)
    {
        if (needed is not { } each) return long.MaxValue;
        return memory >= each ? memory / each : throw UserException.BadInput(
            $"'resources.memory' says that a trial needs {Numbers.Bytes(each)}, and this machine has {Numbers.Bytes(memory)}",
            "  lower it in the sweep file (or with --set resources.memory=...), or run the sweep on a machine with more memory");
    }

    private static async Task<IReadOnlyList<string>> Cuda(int? workers, double gpuShare, CliContext context, string doctor)
    {
        if (gpuShare == 0)
        {
            throw UserException.BadInput(
                "--device cuda, but 'resources.gpus' is 0: the sweep's trials want no GPU", "  leave --device out, or give 'resources.gpus' a share above 0");
        }

        var probe = await context.ProbeLibtorch();
        if (probe.Problem is { } problem) throw UserException.BadInput($"--device cuda needs a libtorch that loads: {problem}", $"  '{doctor}' says more");
        if (probe.Devices.Count == 0)
        {
            throw UserException.BadInput(
                $"--device cuda needs a GPU, and libtorch {probe.Version ?? "of unknown version"} ({probe.Folder}) sees none",
                $"  leave --device out to train on the cpu; '{doctor}' and docs/gpu.md say how to use the CUDA libtorch of an existing PyTorch (SWEEP_LIBTORCH)");
        }
        return SlotList.Cuda(probe.Devices.Count, workers, gpuShare);
    }
}
