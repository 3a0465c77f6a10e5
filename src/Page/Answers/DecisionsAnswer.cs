using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Text;

namespace Sweep.Page.Answers;

/// <summary>The log of a sweep, part by part.</summary>
/// <param name="sweep">The sweep.</param>
internal sealed class DecisionsAnswer(OpenSweep sweep)
{
    /// <param name="after">Decisions up to this number are left out.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="trial">Those about this trial alone; null = all.</param>
    public object Make(long after, int limit, int? trial)
    {
        using var log = sweep.Ledger.ReadDecisions(sweep.Name);
        List<Decision> found = [.. log.Rows.Where(decision => decision.Number > after && (trial is null || decision.Trial == trial))
            .Take(limit + 1)];
        return new { Decisions = found.Take(limit).Select(Of), More = found.Count > limit };
    }

    /// <summary>One line of the log.</summary>
    public static object Of(Decision decision) => new
    {
        decision.Number,
        Kind = decision.Kind.SnakeCase(),
        decision.Trial,
        decision.Seen,
        decision.Reason,
        Evidence = decision.Evidence is { } json ? JsonNode.Parse(json) : null,
        decision.Parent,
        decision.ParentEpoch,
    };
}
