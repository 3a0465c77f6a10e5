using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Bench.Search.Functions;
using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Functions;

/// <summary>Holds the functions to points and values that another program made of the same formulas.</summary>
public sealed class TestFunctionsTests
{
    private static readonly JsonObject Check =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets", "functions_check.json")))!.AsObject();

    public static TheoryData<string> Names => [.. TestFunctions.All.Select(f => f.Name), .. TestFunctions.Curves.Select(c => c.Name)];

    [Fact]
    public void Keyed_random_numbers_are_those_of_the_other_program()
    {
        Assert.Equal(ulong.Parse((string)Check["mix(0)"]!, CultureInfo.InvariantCulture), KeyedRandom.Mix(0));
        Assert.Equal(ulong.Parse((string)Check["text('branin')"]!, CultureInfo.InvariantCulture), KeyedRandom.Key("branin"));
        Assert.Equal((double)Check["uniform(1, 2, 3)"]!, KeyedRandom.Uniform(1, 2, 3));
        Close((double)Check["normal(1, 2, 3)"]!, KeyedRandom.Normal(1, 2, 3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_observations_are_those_of_the_other_program(string name)
    {
        foreach (var row in RowsOf(name))
        {
            var config = ConfigOf(row);
            var number = (ulong)row["number"]!;
            if (row.ContainsKey("epoch"))
            {
                var curve = TestFunctions.CurveNamed(name);
                Close(Number(row["f"]), curve.Value(config, (int)row["epoch"]!));
                Close(Number(row["observed_seed_1"]), curve.Observe(config, (int)row["epoch"]!, 1, number));
            }
            else
            {
                var function = TestFunctions.Named(name);
                Close(Number(row["f"]), function.Value(config));
                Close(Number(row["observed_seed_1"]), function.Observe(config, 1, number));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Quantiles_of_the_space_are_the_configurations_of_the_other_program(string name)
    {
        foreach (var row in RowsOf(name))
        {
            var expected = ConfigOf(row);
            var drawn = AtQuantiles(name, (ulong)row["number"]!);

            Assert.Equal(expected.Names.Order(), drawn.Names.Order());
            foreach (var parameter in expected.Names)
            {
                if (expected[parameter]!.GetValueKind() == JsonValueKind.Number)
                    Close(Number(expected[parameter]), Number(drawn[parameter]));
                else Assert.Equal((string)expected[parameter]!, (string)drawn[parameter]!);
            }
        }
    }

    [Fact]
    public void There_are_21_functions_3_curves_and_12_held_out_with_names_of_their_own()
    {
        Assert.Equal((21, 3, 12), (TestFunctions.All.Count, TestFunctions.Curves.Count, TestFunctions.HeldOut.Count));
        Assert.Equal(36, Names.Select(row => row.Data).Concat(TestFunctions.HeldOut.Select(function => function.Name)).Distinct().Count());
        Assert.Contains("branin", Assert.Throws<ArgumentException>(() => TestFunctions.Named("bran")).Message);
    }

    [Theory]
    [InlineData("branin", """{"x0": 3.141592653589793, "x1": 2.275}""")]
    [InlineData("hartmann6", """{"x0": 0.20169, "x1": 0.150011, "x2": 0.476874, "x3": 0.275332, "x4": 0.311652, "x5": 0.6573}""")]
    [InlineData("rosenbrock6", """{"x0": 1, "x1": 1, "x2": 1, "x3": 1, "x4": 1, "x5": 1}""")]
    [InlineData("rosenbrock4_noisy", """{"x0": 1, "x1": 1, "x2": 1, "x3": 1}""")]
    [InlineData("mixed8", """{"f0": 1.3, "f1": -2.2, "f2": 0.7, "f3": 3.1, "i0": 2, "i1": -3, "i2": 1, "s0": -1.5}""")]
    [InlineData("tree8", """{"kind": "deep", "layers": 2, "w1": 0.7, "w2": 0.45}""")]
    [InlineData("dixon6", """{"x0": 1, "x1": 0.70710678, "x2": 0.59460356, "x3": 0.54525387, "x4": 0.52213689, "x5": 0.5109485}""")]
    [InlineData("ints5", """{"i0": 3, "i1": -7, "i2": 11, "i3": 0, "i4": -14}""")]
    [InlineData("svm5", """{"kernel": "rbf", "c": 15.848931924611133, "gamma": 0.03162277660168379, "shrinking": "no"}""")]
    [InlineData("mlp12", """
        {"activation": "gelu", "layers": 2, "units1": 256, "units2": 128, "optimizer": "adam", "lr": 0.001, "decay": 0.0001,
         "dropout": 0.2, "batch": 64, "shuffle": "yes"}
        """)]
    public void The_optimum_is_the_value_at_its_known_place(string name, string config) =>
        Assert.Equal(TestFunctions.Named(name).Optimum, TestFunctions.Named(name).Value(config), 1e-6);

    [Theory]
    [InlineData("styblinski8", 8, -2.903534027771177)]
    [InlineData("griewank5", 5, null)]
    [InlineData("zakharov4", 4, null)]
    [InlineData("zakharov4_noisy", 4, null)]
    [InlineData("alpine10", 10, null)]
    [InlineData("plateau6", 6, null)]
    public void The_optimum_lies_where_every_coordinate_is_at_its_best(string name, int dimensions, double? everywhere)
    {
        // Where the coordinates differ, they are width * sin(k + 2 i).
        var (k, width) = name[..4] switch { "grie" => (6, 20.0), "zakh" => (7, 3.0), "alpi" => (8, 5.0), _ => (9, 3.0) };
        var config = TrialConfig.From(Enumerable.Range(0, dimensions).Select(i =>
            KeyValuePair.Create($"x{i}", (JsonNode?)JsonValue.Create(everywhere ?? width * Math.Sin(k + 2.0 * i)))));

        Assert.Equal(TestFunctions.Named(name).Optimum, TestFunctions.Named(name).Value(config), 1e-9);
    }

    [Fact]
    public void No_draw_is_better_than_the_optimum() => Assert.All(TestFunctions.All.Concat(TestFunctions.HeldOut), function =>
    {
        var draws = new RandomSampler(function.Space, 1);
        for (var k = 0; k < 300; k++)
            Assert.True(function.Value(draws.Suggest(k, SearchHistory.Empty)!.Config) >= function.Optimum - 1e-9);
    });

    [Fact]
    public void A_configuration_without_a_parameter_is_refused_by_name() =>
        Assert.Contains("'x1'", Assert.Throws<KeyNotFoundException>(() => TestFunctions.Named("branin").Value("""{"x0": 1}""")).Message);

    private static IEnumerable<JsonObject> RowsOf(string name) =>
        Check["points"]!.AsArray().Select(row => row!.AsObject()).Where(row => (string)row["function"]! == name);

    private static TrialConfig AtQuantiles(string name, ulong number)
    {
        SearchSpace space = TestFunctions.All.Cast<Problem>().Concat(TestFunctions.Curves).Single(problem => problem.Name == name).Space;
        var values = space.Parameters
            .Select((parameter, i) => parameter.Domain.Quantile(KeyedRandom.Uniform(KeyedRandom.Key(name), 99, number, (ulong)i)))
            .ToArray();
        return space.Configuration(values, space.Active(values));
    }

    // The other program has numbers as choices in nk8; here a number would give them an order.
    private static TrialConfig ConfigOf(JsonObject row) => TrialConfig.From(row["config"]!.AsObject().Select(pair =>
        (string)row["function"]! == "nk8" ? KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value!.ToString())) : pair));

    private static double Number(JsonNode? node) => node!.ToString() == "inf"
        ? double.PositiveInfinity
        : double.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static void Close(double expected, double actual)
    {
        if (expected != actual) Assert.InRange(Math.Abs(actual - expected), 0, 1e-9 * Math.Abs(expected));
    }
}
