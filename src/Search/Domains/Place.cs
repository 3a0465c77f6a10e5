namespace Sweep.Search.Domains;

/// <summary>Where a value lies among all draws of a domain, by the share of draws below it.</summary>
/// <param name="Low">Lower end of its cell, 0 to 1.</param>
/// <param name="Centre">The value itself, from <paramref name="Low"/> to <paramref name="High"/>.</param>
/// <param name="High">Upper end of its cell, 0 to 1; equal to <paramref name="Low"/> for a continuous domain.</param>
public readonly record struct Place(double Low, double Centre, double High)
{
    /// <summary>A value of a continuous domain.</summary>
    public static Place Point(double unit) => new(unit, unit, unit);

    /// <summary>Cell number <paramref name="index"/> of <paramref name="count"/> equal ones.</summary>
    public static Place Cell(long index, long count) => new((double)index / count, (index + 0.5) / count, (index + 1.0) / count);
}
