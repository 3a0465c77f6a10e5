using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary><c>method: grid</c>: every distinct configuration once, in file order, the last parameter fastest.</summary>
public sealed class GridSampler : ISampler
{
    /// <summary>Most combinations (before <c>when</c> and constraints) that a grid may have.</summary>
    public const int MaxCombinations = GridWalk.MaxCombinations;

    private readonly GridWalk walk;
    private readonly Lazy<IReadOnlyList<long>> numbers;

    /// <summary>A grid over a space.</summary>
    /// <param name="space">Finite, with at most <see cref="MaxCombinations"/> combinations.</param>
    /// <exception cref="ArgumentException">The space is larger, or has no end.</exception>
    public GridSampler(SearchSpace space)
    {
        if (space.Parameters.FirstOrDefault(parameter => parameter.Domain.Count is null) is { Name: var name })
            throw new ArgumentException($"'{name}' has a continuous range, which a grid cannot walk: list its values", nameof(space));
        if (space.Combinations > MaxCombinations)
            throw new ArgumentException(
                $"a grid has at most {MaxCombinations:N0} combinations, found {space.Combinations:N0}", nameof(space));
        walk = new GridWalk(space);
        numbers = new(() => [.. walk.Numbers()]);
    }

    /// <inheritdoc />
    public string Name => "grid";

    /// <inheritdoc />
    public long? Count => numbers.Value.Count;

    /// <inheritdoc />
    public bool IsAdaptive => false;

    /// <inheritdoc />
    public Suggestion? Suggest(long index, SearchHistory history) =>
        index < numbers.Value.Count ? new(walk.Configuration(numbers.Value[(int)index])) : null;
}
