using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Expressions;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Makes configurations of which a user gives only some values whole. Pure: equal arguments give equal configurations.</summary>
/// <remarks>
/// What is not given has its only value, or else its default; where these do not go together with what is given, or make a configuration
/// that was made before, everything that is not given and has more than one value is drawn at random, until all of it does.
/// </remarks>
/// <param name="space">The space.</param>
/// <param name="seed">Seed of the sweep.</param>
/// <param name="defaults">Values by the number of the parameter, each one of its domain; those without one are drawn.</param>
public sealed class ConfigCompletion(SearchSpace space, long seed, IReadOnlyDictionary<int, JsonNode?> defaults)
{
    private const int MostAttempts = 300;

    private readonly int attempts = Math.Min(MostAttempts, RandomDraws.AttemptsIn(space));
    private readonly HashSet<TrialConfig> made = [];

    /// <summary>Completes a configuration.</summary>
    /// <param name="number">Its number in the list, from 0: what is drawn depends on it.</param>
    /// <param name="given">Values by the number of the parameter, each one of its domain.</param>
    /// <exception cref="ExpressionException">A constraint does not fit the values.</exception>
    public CompletedConfig Complete(int number, IReadOnlyDictionary<int, JsonNode?> given)
    {
        var first = Try(number, 0, given);
        var isFixed = Enumerable.Range(0, space.Parameters.Count).All(i => given.ContainsKey(i) || space.Parameters[i].Domain.Count == 1);
        for (var attempt = 1; first.Problem != CompletionProblem.None && !isFixed && attempt < attempts; attempt++)
        {
            if (Try(number, attempt, given) is { Problem: CompletionProblem.None } found) return found;
        }

        return first;
    }

    private CompletedConfig Try(int number, int attempt, IReadOnlyDictionary<int, JsonNode?> given)
    {
        var values = new JsonNode?[space.Parameters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = given.TryGetValue(i, out var own) ? own : Fill(number, attempt, i);
        var active = space.Active(values);
        var config = space.Configuration(values, active);
        if (given.Keys.Order().FirstOrDefault(i => !active[i] && !space.IsUnread(i, values, active), -1) is >= 0 and var absent)
            return new(config, CompletionProblem.Absent) { Parameter = absent };
        if (!space.Admits(values, active)) return new(config, CompletionProblem.Constraint);
        return new(config, made.Add(config) ? CompletionProblem.None : CompletionProblem.Repeated);
    }

    private JsonNode? Fill(int number, int attempt, int parameter)
    {
        var (name, domain, _) = space.Parameters[parameter];
        if (domain.Count == 1) return domain.Item(0);
        return attempt == 0 && defaults.TryGetValue(parameter, out var preset) ? preset
            : domain.Quantile(RandomDraws.Share(SeededRandom.Derive(seed, Streams.Enqueue, number, attempt, RandomDraws.Hash(name))));
    }
}

/// <summary>A configuration that was made whole.</summary>
/// <param name="Config">The configuration; where it has a problem, the first that was tried.</param>
/// <param name="Problem">What is wrong with all that were tried.</param>
public sealed record CompletedConfig(TrialConfig Config, CompletionProblem Problem)
{
    /// <summary>Number of the given parameter that does not exist beside the others; -1 = all do.</summary>
    public int Parameter { get; init; } = -1;
}

/// <summary>Why a configuration cannot be made whole.</summary>
public enum CompletionProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>By its <c>when</c>, a parameter that is given does not exist there.</summary>
    Absent,

    /// <summary>It breaks a constraint.</summary>
    Constraint,

    /// <summary>It was made before.</summary>
    Repeated,
}
