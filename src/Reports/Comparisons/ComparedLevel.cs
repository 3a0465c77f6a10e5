namespace Sweep.Reports.Comparisons;

/// <summary>The trials with one value of the compared parameter, or with one of a group of its values.</summary>
/// <param name="Name">The value, or the range of the group, as people write it.</param>
/// <param name="Trials">Places of its trials among the observed ones.</param>
/// <param name="Number">The value as a number; null for a group, and for what is no number.</param>
/// <param name="From">Least value of a group; null for a single value.</param>
/// <param name="To">Largest value of a group; null for a single value.</param>
public sealed record ComparedLevel(string Name, IReadOnlyList<int> Trials, double? Number = null, double? From = null, double? To = null);
