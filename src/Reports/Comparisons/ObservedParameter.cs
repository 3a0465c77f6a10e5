using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Sweep.Reports.Parameters;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Comparisons;

/// <summary>The values of one parameter over the configurations. Each is known by number, and a text only where it is asked for.</summary>
public sealed class ObservedParameter
{
    /// <summary>Number of the value that stands for "this configuration has no such parameter"; those of the others follow.</summary>
    public const int Absent = 0;

    private readonly TextNumbers texts = new();
    private readonly List<bool> isNumber = [];
    private readonly List<int> byConfig = [];
    private byte[] lower = [];
    private int present;

    /// <summary>Number of its value in a configuration.</summary>
    public int Of(int config) => config < byConfig.Count ? byConfig[config] : Absent;

    /// <summary>A value as people write it.</summary>
    public string Text(int value) => value == Absent ? "(absent)" : Encoding.UTF8.GetString(texts[value - 1]);

    /// <summary>A value as a number; null when it is none.</summary>
    public double? Number(int value) => value != Absent && isNumber[value - 1]
        && Utf8Parser.TryParse(texts[value - 1], out double number, out _) && !double.IsNaN(number) ? number : null;

    /// <summary>How many values it takes in so many configurations, "absent" among them.</summary>
    public int Count(int configs) => texts.Count + (present < configs ? 1 : 0);

    /// <summary>One above the largest number of a value.</summary>
    public int Bound => texts.Count + 1;

    /// <summary>Takes a value as JSON in UTF-8, of a configuration whose number is not below those before.</summary>
    public void Add(int config, ReadOnlySpan<byte> json, JsonTokenType type)
    {
        var number = texts.Of(Known(json, type));
        if (number == isNumber.Count) isNumber.Add(type == JsonTokenType.Number);
        while (byConfig.Count < config) byConfig.Add(Absent);
        byConfig.Add(number + 1);
        present++;
    }

    /// <summary>The bytes that are the same for the same value: without quotes and escapes, and numbers with a small e.</summary>
    private ReadOnlySpan<byte> Known(ReadOnlySpan<byte> json, JsonTokenType type)
    {
        if (type == JsonTokenType.String)
            return json.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(ConfigReader.Text(json, type)) : json[1..^1];
        if (type != JsonTokenType.Number || !json.Contains((byte)'E')) return json;
        if (lower.Length < json.Length) lower = new byte[json.Length];
        json.Replace(lower, (byte)'E', (byte)'e');
        return lower.AsSpan(0, json.Length);
    }
}
