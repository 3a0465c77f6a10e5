using Sweep.Contracts;
using Sweep.Search.Spaces;

namespace Sweep.Bench.Search.Functions;

/// <summary>What test functions and learning curves have in common. Immutable; smaller values are better.</summary>
/// <param name="Name">Name, for example <c>hartmann6</c>.</param>
/// <param name="Space">The configurations it is defined on.</param>
/// <param name="Optimum">Smallest noise-free value.</param>
/// <param name="IsExact">True when the optimum is known; false when it is the best that was ever found.</param>
/// <param name="Kinds">What is hard about it: smooth, multimodal, many (dimensions), log, integer, finite, diverging, categorical,
/// conditional, noisy, curve.</param>
public abstract record Problem(string Name, SearchSpace Space, double Optimum, bool IsExact, IReadOnlyList<string> Kinds)
{
    /// <summary>The name as a key of its random numbers.</summary>
    protected ulong Key { get; } = KeyedRandom.Key(Name);
}

/// <summary>A function to minimise.</summary>
/// <param name="Name">Name.</param>
/// <param name="Space">The configurations it is defined on.</param>
/// <param name="Formula">The noise-free value; infinite where a configuration diverges.</param>
/// <param name="Optimum">Smallest noise-free value.</param>
/// <param name="IsExact">True when the optimum is known.</param>
/// <param name="Noise">Standard deviation of an observation; null = none.</param>
/// <param name="Kinds">What is hard about it.</param>
public sealed record TestFunction(
    string Name, SearchSpace Space, Func<Point, double> Formula, double Optimum, bool IsExact, Func<Point, double>? Noise,
    IReadOnlyList<string> Kinds) : Problem(Name, Space, Optimum, IsExact, Kinds)
{
    /// <summary>The noise-free value of a configuration; infinite where it diverges.</summary>
    /// <exception cref="KeyNotFoundException">The configuration lacks a parameter.</exception>
    public double Value(TrialConfig config) => Formula(new Point(config));

    /// <summary>What a trial measures: the value, with noise where the function has any.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="number">Number of the trial in the order of asking, from 0.</param>
    /// <exception cref="KeyNotFoundException">The configuration lacks a parameter.</exception>
    public double Observe(TrialConfig config, ulong seed, ulong number)
    {
        var point = new Point(config);
        var value = Formula(point);
        return Noise is null ? value : value + Noise(point) * KeyedRandom.Normal(Key, seed, number);
    }
}

/// <summary>A learning curve for every configuration: a value to minimise at each epoch.</summary>
/// <param name="Name">Name.</param>
/// <param name="Space">The configurations it is defined on.</param>
/// <param name="Formula">The noise-free value after an epoch.</param>
/// <param name="Noise">Standard deviation of an observation after an epoch.</param>
/// <param name="Epochs">Epochs of a whole training.</param>
/// <param name="Optimum">Smallest noise-free value over configurations and epochs.</param>
/// <param name="IsExact">True when the optimum is known.</param>
public sealed record LearningCurve(
    string Name, SearchSpace Space, Func<Point, int, double> Formula, Func<Point, int, double> Noise, int Epochs, double Optimum,
    bool IsExact) : Problem(Name, Space, Optimum, IsExact, ["curve"])
{
    /// <summary>The noise-free value of a configuration after an epoch.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="epoch">1 to <see cref="Epochs"/>.</param>
    /// <exception cref="KeyNotFoundException">The configuration lacks a parameter.</exception>
    public double Value(TrialConfig config, int epoch) => Formula(new Point(config), epoch);

    /// <summary>What a trial reports after an epoch.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="epoch">1 to <see cref="Epochs"/>.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="number">Number of the trial in the order of asking, from 0.</param>
    /// <exception cref="KeyNotFoundException">The configuration lacks a parameter.</exception>
    public double Observe(TrialConfig config, int epoch, ulong seed, ulong number)
    {
        var point = new Point(config);
        return Formula(point, epoch) + Noise(point, epoch) * KeyedRandom.Normal(Key, seed, number, (ulong)epoch);
    }
}
