namespace Sweep.Experiments.Worker.Programs;

/// <summary>What a program finds in its environment beside its arguments; documented in docs/worker-protocol.md.</summary>
internal static class ProgramEnvironment
{
    public static IReadOnlyDictionary<string, string> For(StartTrial order) => new Dictionary<string, string>
    {
        ["SWEEP_NAME"] = order.Sweep,
        ["SWEEP_TRIAL"] = order.Trial.ToString(),
        ["SWEEP_ATTEMPT"] = order.Attempt.ToString(),
        ["SWEEP_SEED"] = order.Seed.ToString(),
        ["SWEEP_CONFIG"] = order.Config.ToJsonString(),
        ["SWEEP_METRIC"] = order.Metric,
        ["SWEEP_DEVICE"] = order.Device,
        // Kept over all attempts of the trial: what is saved here can be gone on from.
        ["SWEEP_CHECKPOINTS"] = order.CheckpointFolder,
        // Python holds lines back when it writes to a pipe.
        ["PYTHONUNBUFFERED"] = "1",
    };
}
