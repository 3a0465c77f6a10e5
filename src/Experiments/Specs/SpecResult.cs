namespace Sweep.Experiments.Specs;

/// <summary>What reading a sweep file gave: a spec, or every error at once.</summary>
/// <param name="Spec">The validated spec; null exactly when there are errors.</param>
/// <param name="Errors">Errors by position.</param>
public sealed record SpecResult(SweepSpec? Spec, IReadOnlyList<SpecError> Errors);
