using System.Globalization;
using Sweep.Bench.Search.Functions;
using Sweep.Search.Samplers;

namespace Sweep.Bench.Search;

/// <summary>What <c>search</c> was asked for.</summary>
internal sealed record SearchOptions
{
    /// <summary>Most runs at a time.</summary>
    private const int MostParallel = 2;

    /// <summary>Samplers, by the names of the sweep file; all but the grid by default.</summary>
    public IReadOnlyList<string> Methods { get; private init; } = [.. SamplerFactory.Methods.Where(method => method != "grid")];

    /// <summary>Test functions; all by default but those that are held out.</summary>
    public IReadOnlyList<TestFunction> Functions { get; private init; } = TestFunctions.All;

    /// <summary>Seeds from 0 up to this one, exclusive.</summary>
    public int Seeds { get; private init; } = 10;

    /// <summary>Numbers of workers.</summary>
    public IReadOnlyList<int> Workers { get; private init; } = [1, 4];

    /// <summary>Numbers of finished trials after which regrets are compared, ascending.</summary>
    public IReadOnlyList<int> Marks { get; private init; } = [50, 100, 200];

    /// <summary>Runs at a time, 1 or 2.</summary>
    public int Parallel { get; private init; } = MostParallel;

    /// <summary>File that keeps the runs; null = nothing is kept.</summary>
    public string? Cache { get; private init; }

    /// <summary>Methods whose runs in the cache are not used.</summary>
    public IReadOnlyList<string> Fresh { get; private init; } = [];

    /// <summary>Reads pairs of an option and its value.</summary>
    /// <exception cref="ArgumentException">They are not understood.</exception>
    public static SearchOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 != 0) throw new ArgumentException($"'{arguments[^1]}' has no value");
        return arguments.Chunk(2).Aggregate(new SearchOptions(), (options, pair) => options.With(pair[0], pair[1]));
    }

    private SearchOptions With(string option, string value) => option switch
    {
        "--methods" => this with { Methods = [.. Words(value).Select(Method)] },
        "--functions" when value == "held-out" => this with { Functions = TestFunctions.HeldOut },
        "--functions" => this with { Functions = [.. Words(value).Select(TestFunctions.Named)] },
        "--seeds" => this with { Seeds = Number(value) },
        "--workers" => this with { Workers = [.. Words(value).Select(Number)] },
        "--marks" => this with { Marks = [.. Words(value).Select(Number).Order()] },
        "--parallel" => this with { Parallel = Math.Min(MostParallel, Number(value)) },
        "--cache" => this with { Cache = value },
        "--fresh" => this with { Fresh = [.. Words(value).Select(Method)] },
        _ => throw new ArgumentException($"search does not know '{option}'"),
    };

    private static string[] Words(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Method(string name) => SamplerFactory.Methods.Contains(name)
        ? name
        : throw new ArgumentException($"there is no method '{name}': take one of {string.Join(", ", SamplerFactory.Methods)}");

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"expected a number above 0, found '{value}'");
}
