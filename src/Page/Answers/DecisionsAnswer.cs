using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Ledger;

namespace Sweep.Page.Answers;

/// <summary>The log of a sweep, part by part.</summary>
internal sealed class DecisionsAnswer(OpenSweep sweep)
{
    /// <param name="after">Decisions up to this number are left out.</param>
    /// <param name="trial">Those about this trial alone; null = all.</param>
    public async Task<object> Make(long after, int limit, int? trial)
    {
        var found = await sweep.Ledger.FindDecisions(
            sweep.Name, new DecisionQuery { After = after, Most = limit + 1, Trial = trial });
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
