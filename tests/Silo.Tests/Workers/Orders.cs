using Sweep.Contracts;

namespace Sweep.Silo.Tests.Workers;

/// <summary>Builders of orders.</summary>
internal static class Orders
{
    public static TrialOrder For(int trial, int attempt = 1, params string[] command) => new()
    {
        Trial = new TrialRef("cells", trial, attempt),
        Experiment = command.Length > 0 ? "program" : "noop",
        ConfigJson = """{"x":1}""",
        Seed = 42,
        BaseFolder = "/tmp",
        Metric = "loss",
        Command = command,
        CorpusSha256 = "090b5e7e",
    };
}
