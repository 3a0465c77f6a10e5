namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>Whole numbers in English words, as British English writes them, without hyphens and commas: <c>one hundred and five</c>,
/// <c>two thousand and one</c>, <c>twenty one million</c>. Pure.</summary>
public static class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Size, string Name)[] Groups = [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

    /// <summary>The words of a number, 0 to 999,999,999,999.</summary>
    public static string Of(long number)
    {
        if (number is < 0 or > 999_999_999_999)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"expected 0 to 999,999,999,999, found {number}");
        if (number == 0) return Small[0];
        var words = new List<string>();
        foreach (var (size, name) in Groups)
        {
            if (number < size) continue;
            words.AddRange(BelowThousand((int)(number / size)));
            words.Add(name);
            number %= size;
        }

        if (words.Count > 0 && number is > 0 and < 100) words.Add("and");
        words.AddRange(BelowThousand((int)number));
        return string.Join(' ', words);
    }

    private static IEnumerable<string> BelowThousand(int number)
    {
        if (number >= 100)
        {
            yield return Small[number / 100];
            yield return "hundred";
            number %= 100;
            if (number > 0) yield return "and";
        }

        if (number >= 20)
        {
            yield return Tens[number / 10];
            number %= 10;
        }

        if (number > 0) yield return Small[number];
    }
}
