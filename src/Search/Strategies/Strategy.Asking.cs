using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Strategies;

/// <content>What the sampler is asked, and what follows from its answer.</content>
public sealed partial class Strategy
{
    /// <summary>What a sampler is to be asked for the next configuration; null when none may be added. The question stays as it is,
    /// whatever happens until it is answered.</summary>
    public SuggestionRequest? Ask() => MayStart == 0 || exhausted || PeekSeed(exhausted) is not null ? null : AskAt(Seen);

    /// <summary>The question that was asked when an event had happened, with the configurations that there are now.</summary>
    internal SuggestionRequest AskAt(long seen)
    {
        // Who looks at no results is spared the list of them.
        var (asked, index) = enqueued.Next();
        var history = asked.IsAdaptive ? At(seen) : SearchHistory.Empty;
        return new SuggestionRequest(asked, index, seen, history);
    }

    /// <summary>What is known now.</summary>
    internal SearchHistory Known => At(Seen);

    private SearchHistory At(long seen)
    {
        var own = configurations.At(seen, configurations.Count);
        return rules.Known.Count == 0 ? own : own with { Finished = [.. rules.Known, .. own.Finished] };
    }

    /// <summary>Takes the answer to <see cref="Ask"/>.</summary>
    /// <param name="request">The question.</param>
    /// <param name="suggestion">The answer; null = the space is exhausted.</param>
    /// <returns>One decision for each seed that the configuration begins with, as far as <see cref="MayStart"/> allows; trials are numbered
    /// on.</returns>
    public IReadOnlyList<Decision> Accept(SuggestionRequest request, Suggestion? suggestion)
    {
        if (suggestion is null)
        {
            exhausted = true;
            return [];
        }

        var (first, seeds) = (Trials, Math.Min(Races ? 1 : rules.Replicates, Room));
        if (seeds == 0) return [];
        var configuration = Begin(suggestion.Config);
        var decisions = new List<Decision>();
        for (var trial = first; trial < first + seeds; trial++)
        {
            AddSeed(configuration, trial);
            var isFirst = trial == first;
            decisions.Add(Next(DecisionKind.Start, trial, request.Seen) with
            {
                Reason = isFirst ? suggestion.Reason : null,
                Evidence = isFirst ? suggestion.Evidence?.ToJsonString() : null,
            });
        }

        return decisions;
    }
}

/// <summary>A question to a sampler. Immutable, so it can be answered on any thread.</summary>
/// <param name="Sampler">Who is asked.</param>
/// <param name="Index">Number of the suggestion, from 0.</param>
/// <param name="Seen">Number of the last event that the history knows.</param>
/// <param name="History">What is known.</param>
public sealed record SuggestionRequest(ISampler Sampler, long Index, long Seen, SearchHistory History)
{
    /// <summary>The answer. May take long.</summary>
    public Suggestion? Answer() => Sampler.Suggest(Index, History);
}
