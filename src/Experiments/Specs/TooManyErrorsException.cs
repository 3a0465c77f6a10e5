namespace Sweep.Experiments.Specs;

/// <summary>Ends the reading of a file that is wrong nearly everywhere: <see cref="SpecErrors"/> is full.</summary>
internal sealed class TooManyErrorsException() : Exception("more errors than anybody reads");
