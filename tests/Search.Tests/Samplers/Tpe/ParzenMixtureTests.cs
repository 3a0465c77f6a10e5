using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Bench.Search.Functions;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers.Tpe;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Samplers.Tpe;

public sealed class ParzenMixtureTests
{
    private static readonly Dictionary<string, SpaceParameter[]> Spaces = new()
    {
        ["float"] = [Dimensions.Real("x", -5, 10)],
        ["log float"] = [Dimensions.Log("x", 1e-5, 1)],
        ["float with step"] = [Dimensions.Steps("x", -5, 5, 0.5)],
        ["int"] = [Dimensions.Whole("x", 1, 8)],
        ["log int"] = [Dimensions.LogWhole("x", 16, 1024)],
        ["categorical"] = [Dimensions.Choice("x", "a", "b", "c")],
        ["mixed"] =
        [
            Dimensions.Log("lr", 1e-5, 1), Dimensions.Whole("layers", 1, 8), Dimensions.Choice("cell", "rnn", "gru", "lstm"),
            Dimensions.Real("dropout", 0, 0.8),
        ],
    };

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.Of("tpe")["cases"]!.AsArray().Count)];

    [Fact]
    public void Gamma_and_weights_are_those_of_Optuna_5()
    {
        foreach (var (count, gamma) in Golden.Of("tpe")["gamma"]!.AsObject())
            Assert.Equal(gamma!.GetValue<int>(), TpeSplit.Gamma(int.Parse(count, CultureInfo.InvariantCulture)));
        foreach (var (count, weights) in Golden.Of("tpe")["weights"]!.AsObject())
            Golden.Close(Golden.Numbers(weights), TpeSplit.Weights(int.Parse(count, CultureInfo.InvariantCulture)), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernels_and_log_densities_are_those_of_Optuna_5(int number)
    {
        var golden = Golden.Of("tpe")["cases"]![number]!.AsObject();
        var space = new EncodedSpace(Dimensions.Space(Spaces[(string)golden["space"]!]));
        var points = Rows(space, golden["observed"]!.AsObject());
        var mixture = new ParzenMixture(space, points, [.. points.Select(_ => 1.0)]);

        Golden.Close(Golden.Numbers(golden["mixture_weights"]), mixture.Weights);
        for (var i = 0; i < space.Axes.Count; i++) SameKernels(golden["kernels"]![space.Axes[i].Name]!.AsObject(), mixture[i], space, i);
        var stretch = space.Axes.Select((axis, i) => axis.IsContinuous ? Math.Log(RangeOf(space, i).Width) : 0).Sum();
        Golden.Close(Golden.Numbers(golden["log_density"]),
            [.. Rows(space, golden["points"]!.AsObject()).Select(point => mixture.LogDensity(point) - stretch)]);
    }

    private static void SameKernels(JsonObject golden, AxisKernels kernels, EncodedSpace space, int axis)
    {
        if (kernels is CategoryKernels categories)
        {
            var rows = golden["weights"]!.AsArray();
            for (var i = 0; i < rows.Count; i++)
                Golden.Close(Golden.Numbers(rows[i]), [.. Enumerable.Range(0, 3).Select(k => categories.Weight(i, k))]);
            return;
        }

        // Optuna's are in the units of the parameter, or of its logarithm.
        var (low, width) = RangeOf(space, axis);
        var numeric = (NumericKernels)kernels;
        Golden.Close(Golden.Numbers(golden["mu"]), [.. numeric.Means.Select(mean => low + mean * width)]);
        Golden.Close(Golden.Numbers(golden["sigma"]), [.. numeric.Deviations.Select(deviation => deviation * width)]);
    }

    private static (double Low, double Width) RangeOf(EncodedSpace space, int axis) => space.Axes[axis].Name switch
    {
        "lr" => (Math.Log(1e-5), -Math.Log(1e-5)),
        "layers" => (0.5, 8),
        "dropout" => (0, 0.8),
        _ => space.Space.Parameters[axis].Domain switch
        {
            RealDomain { Distribution: "uniform" } => (-5, 15),
            RealDomain => (Math.Log(1e-5), -Math.Log(1e-5)),
            IntegerDomain => (0.5, 8),
            QuantizedDomain { Distribution: "q_uniform" } => (-5.25, 10.5),
            _ => (Math.Log(15.5), Math.Log(1024.5 / 15.5)),
        },
    };

    private static List<double[]> Rows(EncodedSpace space, JsonObject columns)
    {
        var rows = columns.First().Value!.AsArray().Count;
        return [.. Enumerable.Range(0, rows).Select(row => space.Encode(TrialConfig.From(columns.Select(column =>
            KeyValuePair.Create(column.Key, Value(space, column.Key, column.Value![row]!.GetValue<double>())))))!)];
    }

    // Optuna counts categories by number.
    private static JsonNode? Value(EncodedSpace space, string name, double number) =>
        space.Axes[space.Space.IndexOf(name)] is { IsCategorical: true } axis ? axis.Item((int)number) : JsonValue.Create(number);
}
