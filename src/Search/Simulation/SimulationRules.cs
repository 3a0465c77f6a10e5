namespace Sweep.Search.Simulation;

/// <summary>What a simulated sweep has at hand.</summary>
/// <param name="Slots">Trials at a time, at least 1.</param>
public sealed record SimulationRules(int Slots)
{
    /// <summary>Epochs, all trials together, after which the simulation ends; null = when the sweep ends.</summary>
    public int? MaxEpochs { get; init; }

    /// <summary>False when a trial that goes on after a pause trains from its first epoch again: the work is paid twice.</summary>
    public bool HasCheckpoints { get; init; } = true;

    /// <summary>Time that is not training; none by default.</summary>
    public SimulatedDelays Delays { get; init; }
}

/// <summary>Declared times, in seconds, in which a slot is taken and nothing is trained. Declared, not measured, so that a simulation is
/// the same on every machine.</summary>
/// <param name="Start">Before the first epoch.</param>
/// <param name="Report">After every report.</param>
/// <param name="Stop">After a trial has ended, however it did.</param>
/// <param name="Pause">To keep a checkpoint when a trial gives its slot back.</param>
/// <param name="Resume">To go on from a checkpoint.</param>
public readonly record struct SimulatedDelays(double Start, double Report, double Stop, double Pause, double Resume);
