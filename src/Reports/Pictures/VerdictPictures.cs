using Sweep.Reports.EarlyStopping;
using Sweep.Search.Importance;

namespace Sweep.Reports.Pictures;

/// <summary>How much each parameter matters, with bounds.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Parameters">The most important first; empty when nothing can be said.</param>
/// <param name="CannotTell">Why nothing can be said, one sentence for people; null = something can.</param>
/// <param name="Answers">What it says, for people.</param>
/// <param name="Captions">What the numbers are, for people.</param>
public sealed record ImportancePicture(
    string Sweep, IReadOnlyList<ParameterImportance> Parameters, string? CannotTell, IReadOnlyList<string> Answers,
    IReadOnlyList<string> Captions);

/// <summary>What became of the trials at each rung.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Rule">Name of the early-stopping rule.</param>
/// <param name="Rungs">The rungs by bracket and epoch.</param>
/// <param name="Captions">What the rule did and saved, for people.</param>
public sealed record RungsPicture(string Sweep, string Rule, IReadOnlyList<RungCount> Rungs, IReadOnlyList<string> Captions);
