using Sweep.Models.Shapes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Trains plain cells with the regulariser that keeps the length of the gradient from step to step: Pascanu, Mikolov and Bengio
/// 2013, "On the difficulty of training recurrent neural networks", section 3.3, formulas 9 and 10. Evaluates as the engine
/// within.</summary>
/// <remarks>
/// With x_k the sum that enters the nonlinearity f at step k, g_k = dE/dx_k (through all later steps) and W the recurrent weights:
/// <code>
/// Omega = sum over layers and k = 1 .. T-1 of the mean over sequences of (|u_k| / |g_{k+1}| - 1)^2,     u_k = (W^T g_{k+1}) f'(x_k)
/// dOmega/dW = sum of 2 (|u_k| / |g_{k+1}| - 1) / (|u_k| |g_{k+1}|) g_{k+1} (u_k f'(x_k))^T
/// </code>
/// As in the paper x_k and g_{k+1} count as constants, so that Omega acts on W alone ("immediate" derivative). Where a gradient is zero its
/// term is left out. The loss that a step reports is E without Omega.
/// </remarks>
internal sealed class FlowPenaltyEngine(IStepEngine within, nn.Module model, LanguageModelOptions options) : IStepEngine
{
    private readonly Dictionary<string, Parameter> parameters =
        model.named_parameters().ToDictionary(named => named.name, named => named.parameter, StringComparer.Ordinal);

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        using var scope = NewDisposeScope();
        model.zero_grad();

        var layers = new List<(Tensor Probe, Tensor Outputs)>();
        for (var layer = 0; layer < options.Layers; layer++)
            layers.Add(Run(layer, layer == 0 ? First(tokens) : Sides(layer, layers[^1].Outputs), state.Hidden[layer]));
        var outputs = layers[^1].Outputs;                                                       // (T, B, H)
        var logits = nn.functional.linear(
            outputs.reshape(-1, options.Hidden), parameters["decoder.weight"], parameters["decoder.bias"]);
        var loss = nn.functional.cross_entropy(logits, targets.reshape(-1));                    // ()
        loss.backward();
        for (var layer = 0; layer < layers.Count; layer++)
            Add(parameters[$"rnn.weight_hh_l{layer}"], layers[layer].Probe.grad!, layers[layer].Outputs.detach());

        var after = stack(layers.Select(layer => layer.Outputs[-1].detach()));                  // (L, B, H)
        return new StepResult(loss.detach().MoveToOuterDisposeScope(), state.With(after.MoveToOuterDisposeScope()));
    }

    public EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state) => within.Evaluate(tokens, targets, state);

    public NextResult Next(Tensor tokens, RecurrentState state) => within.Next(tokens, state);

    public void Dispose() => within.Dispose();

    /// <summary>W_ih x + b_ih of the first layer, (T, B, H).</summary>
    private Tensor First(Tensor tokens) => parameters.TryGetValue("embedding.weight", out var vectors)
        ? Sides(0, Rows(vectors, tokens))
        : Rows(parameters["rnn.weight_ih_l0"].t(), tokens).Plus(parameters["rnn.bias_ih_l0"]);

    private Tensor Sides(int layer, Tensor input) =>
        nn.functional.linear(input, parameters[$"rnn.weight_ih_l{layer}"], parameters[$"rnn.bias_ih_l{layer}"]);

    private (Tensor Probe, Tensor Outputs) Run(int layer, Tensor sides, Tensor before)
    {
        // Zeros that are added to every sum before the nonlinearity: their gradient is that of the sums.
        var probe = zeros_like(sides, requires_grad: true);
        var (sums, weight, bias) =
            (sides.Plus(probe), parameters[$"rnn.weight_hh_l{layer}"], parameters[$"rnn.bias_hh_l{layer}"]);
        var (hidden, outputs) = (before, new List<Tensor>());
        for (var t = 0; t < sides.shape[0]; t++)
        {
            var sum = sums[t].Plus(nn.functional.linear(hidden, weight, bias));                 // (B, H)
            hidden = options.Nonlinearity == Nonlinearity.Relu ? sum.relu() : sum.tanh();
            outputs.Add(hidden);
        }

        return (probe, stack(outputs));
    }

    private void Add(Parameter weight, Tensor gradients, Tensor outputs)
    {
        var pairs = gradients.shape[0] - 1;
        if (pairs == 0) return;
        using var none = no_grad();
        using Scalar minusOne = -1, factor = 2 * options.FlowPenalty / gradients.shape[1];
        var later = gradients.narrow(0, 1, pairs).reshape(-1, options.Hidden);                  // ((T-1)*B, H)
        var slopes = Slopes(outputs.narrow(0, 0, pairs).reshape(-1, options.Hidden));
        var back = later.mm(weight).mul(slopes);
        var (lengthBack, lengthLater) = (Length(back), Length(later));                          // ((T-1)*B, 1)
        var product = lengthBack.mul(lengthLater);
        var share = lengthBack.div(lengthLater).add(minusOne, Constants.One).div(product).mul(factor);
        var rows = back.mul(slopes).mul(share.nan_to_num(0, 0, 0));
        weight.grad!.add_(later.t().mm(rows), Constants.One);
    }

    /// <summary>f'(x) by f(x).</summary>
    private Tensor Slopes(Tensor outputs) => options.Nonlinearity == Nonlinearity.Relu
        ? outputs.sign()
        : ones_like(outputs).sub(outputs.square());

    /// <summary>A row of the table per token, (T, B, columns).</summary>
    private static Tensor Rows(Tensor table, Tensor tokens) =>
        table.index_select(0, tokens.reshape(-1)).view(tokens.shape[0], tokens.shape[1], -1);

    private static Tensor Length(Tensor rows) => rows.square().sum(-1, keepdim: true).sqrt();
}
