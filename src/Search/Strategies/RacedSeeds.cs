using System.Text.Json.Nodes;
using Sweep.Search.Racing;

namespace Sweep.Search.Strategies;

/// <summary>When a configuration of a sweep runs another seed: a race, and a final for the few best.</summary>
/// <remarks>
/// With a limit on trials the last of them are the final: a share of <see cref="Share"/>, or as many as the finalists lack if that is less.
/// Where no more configurations come, those that the race leaves undecided run all their seeds. Everything follows from what was told, and
/// the room that is left.
/// </remarks>
/// <param name="seeds">Most seeds of a configuration, at least 1.</param>
/// <param name="maxTrials">Most trials of the sweep; null = no limit.</param>
internal sealed class RacedSeeds(int seeds, int? maxTrials)
{
    /// <summary>Share of the trials that are for the final.</summary>
    public const double Share = 0.15;

    public const int MostFinalists = 5;

    private readonly SeedRace race = new(new(seeds));
    private readonly FinalShare final = new(seeds);
    private IReadOnlyList<int>? best;

    /// <summary>A configuration runs its next seed; with the first one it comes in.</summary>
    public void Begin(int configuration)
    {
        race.Enter(configuration);
        race.Results.Begin(configuration);
    }

    public void Note(SeedResult result)
    {
        best = null;
        race.Note(result);
    }

    /// <summary>A seed of a configuration will have no result.</summary>
    public void Withdraw(int configuration) => race.Withdraw(configuration);

    /// <summary>A seed of a configuration runs again.</summary>
    public void Return(int configuration, int seed)
    {
        best = null;
        race.Return(configuration, seed);
    }

    /// <summary>What runs next of the configurations that there are, while so many trials may still be added and, when complete, no new
    /// configuration comes; null = nothing, until something ends or a new one comes.</summary>
    public RaceStep? Next(int room, bool isComplete)
    {
        if (room == 0) return null;
        if (IsLastShare(room)) return Final(Best);
        return race.Peek() ?? (isComplete && race.IsDecided ? Final(Undecided) : null);
    }

    /// <summary>How many of these trials may be added: of new configurations, or else those that could start now.</summary>
    public int MayStart(int room, bool isComplete)
    {
        if (room == 0) return 0;
        if (IsLastShare(room)) return Math.Min(room, Lacking(Best));
        if (!isComplete) return room;
        var wanted = race.Wanted;
        return Math.Min(room, wanted == 0 && race.IsDecided ? Lacking(Undecided) : wanted);
    }

    /// <summary>The few best, as far as anything is known.</summary>
    private IReadOnlyList<int> Best =>
        best ??= race.Incumbent is { } incumbent ? FinalShare.Finalists(race.Results, incumbent, MostFinalists) : [];

    /// <summary>Those of them that the race could not tell from the best.</summary>
    private List<int> Undecided => [.. Best.Where(configuration => !race.IsWorse(configuration))];

    private bool IsLastShare(int room) =>
        maxTrials is { } most && room <= (int)(most * Share) && Lacking(Best) is > 0 and var lacking && room <= lacking;

    private int Lacking(IReadOnlyList<int> configurations) =>
        configurations.Sum(configuration => seeds - race.Results.Begun(configuration));

    private RaceStep? Final(IReadOnlyList<int> finalists)
    {
        if (finalists.Count == 0 || final.Next(race.Results, finalists) is not { } next) return null;
        return new(next, race.Results.Begun(next), RaceCause.IsFinalist, race.Compare(next));
    }
}

/// <summary>Says why a configuration runs another seed. Configurations go by the number of their first trial, which people know.</summary>
internal sealed class RaceText(RaceStep step, Func<int, int> trialOf)
{
    private string Who => $"seed #{step.Seed} of the configuration of trial {trialOf(step.Configuration)}";

    public string Reason => step switch
    {
        { Cause: RaceCause.IsFinalist, Comparison: { } at } =>
            $"{Who}: one of the best, compared with {Other(at.Incumbent)} on {Pairs(at)}",
        { Cause: RaceCause.IsFinalist } => $"{Who}: the best so far, in the final",
        { Cause: RaceCause.IsBest, Comparison: { } last } when last.Configuration == step.Configuration =>
            $"{Who}: the best so far, ahead of {Other(last.Incumbent)}",
        { Cause: RaceCause.IsBest, Comparison: { } last } =>
            $"{Who}: the best so far; {Other(last.Configuration)} is out after {Pairs(last)}",
        { Cause: RaceCause.IsBest } => $"{Who}: the best so far",
        { Comparison: { } at } => $"{Who}: not worse than {Other(at.Incumbent)} on {Pairs(at)}",
        _ => $"{Who}: races with the best so far",
    };

    public string Evidence
    {
        get
        {
            var numbers = new JsonObject
            {
                ["first_trial"] = trialOf(step.Configuration),
                ["seed"] = step.Seed,
                ["cause"] = step.Cause switch { RaceCause.IsBest => "best", RaceCause.IsFinalist => "final", _ => "race" },
            };
            if (step.Comparison is { } last)
            {
                numbers["compared"] = trialOf(last.Configuration);
                numbers["with"] = trialOf(last.Incumbent);
                numbers["pairs"] = last.Pairs;
                numbers["difference"] = Number(last.Difference);
                numbers["p"] = Number(last.PValue);
            }

            return numbers.ToJsonString();
        }
    }

    private string Other(int configuration) => $"that of trial {trialOf(configuration)}";

    private static string Pairs(SeedComparison at) => (at.Pairs == 1 ? "1 common seed" : $"{at.Pairs} common seeds")
        + at.PValue switch
        {
            double.NaN => "",
            < 0.001 => " (p below 0.001)",
            var p => FormattableString.Invariant($" (p {p:0.###})"),
        };

    /// <summary>JSON has finite numbers only.</summary>
    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
