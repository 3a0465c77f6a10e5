using Sweep.Contracts;

namespace Sweep.Silo.Tests.Workers;

/// <summary>Builders of orders.</summary>
internal static class Orders
{
    public static TrialOrder For(int trial, int attempt = 1, params string[] command) => new()
    {
        Trial = new TrialRef("cells", trial, attempt),
        Experiment = command.Length > 0 ? "program" : "noop",
        Plan = new PlannedTrial { Number = trial, Config = """{"x":1}""", Seed = 42, Corpus = CorpusFacts.Of("090b5e7e", null) },
        BaseFolder = "/tmp",
        Metric = "loss",
        Command = command,
    };

    /// <summary>The same order with another configuration.</summary>
    public static TrialOrder With(this TrialOrder order, TrialConfig config) => order with { Plan = order.Plan with { Config = config } };
}
