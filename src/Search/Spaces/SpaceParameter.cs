using Sweep.Search.Domains;

namespace Sweep.Search.Spaces;

/// <summary>One dimension of a search space.</summary>
/// <param name="Name">Name, nested ones joined with dots (<c>optimizer.lr</c>).</param>
/// <param name="Domain">The values it can take.</param>
/// <param name="When">It exists only where all of these hold; empty = always.</param>
public sealed record SpaceParameter(string Name, IDomain Domain, IReadOnlyList<WhenClause> When);
