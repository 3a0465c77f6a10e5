using Sweep.Client.Cli;
using Sweep.Client.Hosting;

namespace Sweep.Client.Running;

/// <summary>Decides which slots this machine offers for a sweep.</summary>
internal static class SlotChoice
{
    /// <exception cref="UserException">Bad input: cuda was asked for and there is none; the message says what was found.</exception>
    public static async Task<IReadOnlyList<string>> For(RunRequest request, double gpuShare, CliContext context)
    {
        if (request.Device == DeviceKind.Cpu) return SlotList.Cpu(request.Workers ?? Environment.ProcessorCount);
        var probe = await context.ProbeLibtorch();
        if (probe.Problem is { } problem) throw UserException.BadInput($"--device cuda needs a libtorch that loads: {problem}");
        if (probe.Devices.Count == 0)
        {
            throw UserException.BadInput(
                $"--device cuda needs a GPU, and libtorch {probe.Version} ({probe.Folder}) sees none",
                "  leave --device out to train on the cpu; 'sweep doctor' and docs/gpu.md say how to use the CUDA libtorch of an existing PyTorch (SWEEP_LIBTORCH)");
        }
        return SlotList.Cuda(probe.Devices.Count, request.Workers, gpuShare);
    }
}
