namespace Sweep.Search.Domains;

/// <summary>What the numbers of a domain lie between, and how they are spread.</summary>
/// <param name="Low">Smallest number; -∞ when there is none.</param>
/// <param name="High">Largest number; ∞ when there is none.</param>
/// <param name="IsLog">True when equal ratios are about equally likely.</param>
/// <param name="Step">Every number is a multiple of it, or, for whole numbers, 1 more than another; null = any number between.</param>
public readonly record struct DomainRange(double Low, double High, bool IsLog, double? Step)
{
    /// <summary>True when both ends are there.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>The range of a domain; null for a list of values.</summary>
    public static DomainRange? Of(IDomain? domain)
    {
        var isLog = domain?.Distribution.Contains("log", StringComparison.Ordinal) == true;
        return domain switch
        {
            RealDomain real => new(real.Low, real.High, isLog, null),
            QuantizedDomain steps => new(steps.Low, steps.High, isLog, steps.Step),
            IntegerDomain whole => new(whole.Low, whole.High, isLog, 1),
            _ => null,
        };
    }
}
