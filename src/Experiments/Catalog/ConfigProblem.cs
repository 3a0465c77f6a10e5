namespace Sweep.Experiments.Catalog;

/// <summary>Something wrong with a complete configuration that no single parameter's range shows.</summary>
/// <param name="Parameter">The parameter to blame, so that the message can carry its line and column; null = the configuration as a whole.</param>
/// <param name="Message">What was expected, what was found, and the way out.</param>
public sealed record ConfigProblem(string? Parameter, string Message)
{
    /// <summary>The parameter to blame where the file does not have <see cref="Parameter"/> and its default is the trouble; null = none.</summary>
    public string? Otherwise { get; init; }
}
