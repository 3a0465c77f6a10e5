namespace Sweep.Experiments.Catalog;

/// <summary>Something wrong with a complete configuration that no single parameter's range shows.</summary>
/// <param name="Parameter">The parameter to blame, so that the message can carry its line and column; null = the configuration as a whole.</param>
/// <param name="Message">What was expected, what was found, and the way out.</param>
public sealed record ConfigProblem(string? Parameter, string Message);
