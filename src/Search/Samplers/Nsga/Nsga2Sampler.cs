using System.Text.Json.Nodes;
using Sweep.Search.Proposals;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers.Nsga;

/// <summary><c>method: nsga2</c>: a genetic algorithm for several objectives, whose children come from the best front so far.</summary>
/// <remarks>
/// NSGA-II (Deb and others, 2002) without generations (Durillo and others, "A study of the multi-objective NSGA-II with a steady-state
/// selection scheme", 2009): each suggestion is a child of two tournament winners among the best <see cref="Parents"/> results there are
/// (<see cref="ParentPool"/>, <see cref="Breeding"/>), so no slot waits for a generation to end. With one objective it is a genetic
/// algorithm. The first <see cref="StartUp"/> results are those of <c>method: sobol</c>. A child that breaks a constraint on parameters, or
/// that was or is being tried, is bred anew; after <see cref="Attempts"/> of them the next new one of <c>method: sobol</c> is taken, which
/// ends when a finite space is exhausted. The fronts of the results are kept from one suggestion to the next
/// (<see cref="Objectives.GrowingFronts"/>).
/// </remarks>
public sealed class Nsga2Sampler : LearningSampler
{
    /// <summary>Results among which parents are drawn, at most: fewer than the usual hundred, since a sweep has hundreds of trials and
    /// not tens of thousands. After 200 and 400 trials on ZDT1 in ten dimensions 20 and 30 come nearer to the front than 50.</summary>
    public const int Parents = 24;

    /// <summary>Results before there are children.</summary>
    public const int StartUp = 16;

    /// <summary>Children that may be in vain.</summary>
    public const int Attempts = 100;

    private readonly ResultFronts fronts = new();
    private readonly Breeding breeding;

    /// <summary>A sampler over a space; equal seeds give equal suggestions.</summary>
    public Nsga2Sampler(SearchSpace space, long seed) : base(space, seed) => breeding = new Breeding(new SpacePoints(Space));

    /// <inheritdoc />
    public override string Name => "nsga2";

    private protected override Suggestion? Choose(long index, SearchHistory history)
    {
        Known.Read(history);
        var pool = new ParentPool(history.Finished, Known, fronts, Parents);
        if (pool.Total < StartUp) return NextNew(index, "spread over the space, before there are parents");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var random = new SeededRandom(SeededRandom.Derive(Own, index, attempt));
            var child = breeding.Child(pool.Tournament(random), pool.Tournament(random), random);
            if (NewAt(child) is { } config) return new Suggestion(config, Reason(pool), Evidence(pool, attempt));
        }

        return NextNew(index, "no new child was found: spread over the space");
    }

    private static string Reason(ParentPool pool) => pool.Admitted > 0
        ? $"child of two of the best {pool.Count} of {pool.Total} results, {pool.FirstFront} of them on the first front"
        : $"child of two of the best {pool.Count} of {pool.Total} results, none of which holds the constraints";

    private static JsonObject Evidence(ParentPool pool, int attempt) => new()
    {
        ["results"] = pool.Total,
        ["parents"] = pool.Count,
        ["first_front"] = pool.FirstFront,
        ["attempt"] = attempt,
    };
}
