using System.Globalization;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>A day of the years 1600 to 2399 as people write it, in one of six forms, and in ISO 8601. Pure.</summary>
public static class WrittenDate
{
    private static readonly string[] Written =
    [
        "d MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy", "dddd, d MMMM yyyy", "dddd, MMMM d, yyyy", "d.M.yyyy",
    ];

    /// <summary>Ways to write a day.</summary>
    public static int Forms => Written.Length;

    /// <summary>Number of 1 January 1600, counted from 1 January 1.</summary>
    public static int FirstDay { get; } = new DateOnly(1600, 1, 1).DayNumber;

    /// <summary>Number of 31 December 2399.</summary>
    public static int LastDay { get; } = new DateOnly(2399, 12, 31).DayNumber;

    /// <summary>A day and a form, both drawn.</summary>
    public static SequencePair Draw(SeededRandom random) =>
        Of(DateOnly.FromDayNumber(FirstDay + random.NextInt(LastDay - FirstDay + 1)), random.NextInt(Forms));

    /// <summary>A day in a form, from 0.</summary>
    public static SequencePair Of(DateOnly day, int form) =>
        new(day.ToString(Written[form], CultureInfo.InvariantCulture).ToLowerInvariant(),
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
