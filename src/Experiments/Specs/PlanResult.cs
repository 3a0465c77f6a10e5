namespace Sweep.Experiments.Specs;

/// <summary>What planning a spec gave: a plan, or every error at once.</summary>
/// <param name="Plan">The plan; null exactly when there are errors.</param>
/// <param name="Errors">Errors by position.</param>
public sealed record PlanResult(SweepPlan? Plan, IReadOnlyList<SpecError> Errors);
