using Sweep.Experiments.Data;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>What gradients do on their way back through time, on fixed windows that end in the held-out tail. Changes nothing that
/// training goes on with.</summary>
/// <remarks>
/// <code>
/// grad_norm_l{l}_lag{k} = mean over the windows of | d loss_T / d h_{T-k}^l |,     k = 1, 2, 4, ... up to T = num_steps
/// sigma_max_l{l}        = largest singular value of W_hh of layer l; of several gates one each, sigma_max_l{l}_gate{g}
/// </code>
/// loss_T is the cross-entropy of the last step alone and h_{T-k} the state that layer l carries on after step T-k; other states have
/// their name in front of the layer (<c>grad_norm_c_l0_lag4</c>). Along a chain of plain cells the norm at lag k + n is at most (s f)^n
/// times that at lag k, s the largest singular value and f the largest slope of the nonlinearity, 1 for tanh and relu (Pascanu, Mikolov
/// and Bengio 2013, section 2.1).
/// </remarks>
public sealed class GradientDiagnostics : IDisposable
{
    /// <summary>Windows at most.</summary>
    public const int Windows = 16;

    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly IReadOnlyList<int> lags;

    /// <summary>Uploads the windows: each ends with another token of the held-out tail, spread over it, and begins before the tail where
    /// that is shorter than a window. The corpus has more tokens than steps, one of them held out at least.</summary>
    public GradientDiagnostics(Corpus corpus, int steps, Device device)
    {
        var rows = Math.Min(Windows, corpus.HeldOut);
        // The last target is at least the token after a whole window.
        var ends = Enumerable.Range(1, rows)
            .Select(row => Math.Max(steps, corpus.Train.Length - 1 + (int)((long)row * corpus.HeldOut / rows))).ToArray();
        var places = Enumerable.Range(0, steps).SelectMany(step => ends.Select(end => corpus.Tokens.Span[end - steps + step]));
        using var scope = NewDisposeScope();
        inputs = DeviceTensor.Int64<int>([.. places], device).view(steps, rows).DetachFromDisposeScope();
        targets = DeviceTensor.Int64<int>([.. ends.Select(end => corpus.Tokens.Span[end])], device).DetachFromDisposeScope();
        lags = Lags(steps);
    }

    /// <summary>1, 2, 4, ... up to the window's length.</summary>
    public static IReadOnlyList<int> Lags(int steps) =>
        [.. Enumerable.Range(0, 31).Select(power => 1 << power).TakeWhile(lag => lag <= steps)];

    /// <summary>The metrics by name; those that are not finite are left out.</summary>
    /// <param name="model">A model that reads forward. No dropout is active, in either mode.</param>
    public IReadOnlyDictionary<string, double> Of(LanguageModel model)
    {
        using var scope = NewDisposeScope();
        var found = Norms(model).Concat(SingularValues(model)).Where(one => double.IsFinite(one.Value));
        return found.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
    }

    private IEnumerable<(string Name, double Value)> Norms(LanguageModel model)
    {
        var gradients = model.StateGradients(inputs, targets, model.ZeroState((int)inputs.shape[1]), lags);
        foreach (var (lag, gradient) in lags.Zip(gradients))
        {
            foreach (var (name, tensor) in gradient.Named())
            {
                var perLayer = tensor.to(ScalarType.Float64).square().sum(-1).sqrt().mean([1]);                // (L)
                var norms = perLayer.cpu().data<double>().ToArray();
                for (var layer = 0; layer < norms.Length; layer++)
                    yield return ($"grad_norm_{(name == "h" ? "" : name + "_")}l{layer}_lag{lag}", norms[layer]);
            }
        }
    }

    private static IEnumerable<(string Name, double Value)> SingularValues(LanguageModel model)
    {
        var weights = model.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        for (var layer = 0; layer < model.Options.Layers; layer++)
        {
            var gates = weights[$"rnn.weight_hh_l{layer}"].detach().cpu().to(ScalarType.Float64).chunk(model.Options.Cell.Gates);
            for (var gate = 0; gate < gates.Length; gate++)
                yield return ($"sigma_max_l{layer}{(gates.Length == 1 ? "" : $"_gate{gate}")}", Largest(gates[gate]));
        }
    }

    private static double Largest(Tensor matrix) =>
        matrix.isfinite().all().item<bool>() ? linalg.svdvals(matrix)[0].item<double>() : double.NaN;
}
