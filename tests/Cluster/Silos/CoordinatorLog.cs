using System.Text.RegularExpressions;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>Reads from a node's log which coordinator it was.</summary>
internal static class CoordinatorLog
{
    /// <summary>Token of the newest coordinator of the sweep on this node; null when it never had one.</summary>
    public static long? NewestToken(string log, string sweep)
    {
        var tokens = Regex.Matches(log, Regex.Escape(sweep) + @": coordinating with token (\d+)")
            .Select(m => long.Parse(m.Groups[1].Value)).ToList();
        return tokens.Count > 0 ? tokens.Max() : null;
    }
}
