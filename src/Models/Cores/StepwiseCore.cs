using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>One time step of a cell. Autograd makes the gradient, so only differentiable operations of libtorch may be used.</summary>
/// <param name="input">W_ih x + b_ih, a tensor (B, H) per gate.</param>
/// <param name="recurrent">W_hh h + b_hh, a tensor (B, H) per gate.</param>
/// <param name="state">The states before the step, (B, H) each, in the order of the cell's descriptor.</param>
/// <returns>The states after the step: new tensors in the same order.</returns>
public delegate Tensor[] CellStep(Tensor[] input, Tensor[] recurrent, Tensor[] state);

/// <summary>The same of a cell whose output reads a second state through <paramref name="normalise"/>, (B, H) to (B, H): layer
/// normalisation with a gain and a bias of its own, or nothing without it (<see cref="CellDescriptor.NormalisesState"/>).</summary>
/// <inheritdoc cref="CellStep" path="/param | /returns"/>
public delegate Tensor[] NormalisedStep(Tensor[] input, Tensor[] recurrent, Tensor[] state, Func<Tensor, Tensor> normalise);

/// <summary>A stack of recurrent layers around one step that is written with libtorch's operations: for cells that libtorch has no module
/// of. Runs on every device, time step by time step. Parameters have PyTorch's names, shapes, order and initial distribution.</summary>
/// <remarks>With layer normalisation (Ba et al. 2016) each layer and direction has a gain per row of its products, <c>norm_ih</c> and
/// <c>norm_hh</c> (G*H), which begin as 1, and the biases act after it: gate by gate, LN(W_ih x) * norm_ih + b_ih and LN(W_hh h) * norm_hh
/// + b_hh, where LN(a) = (a - mean(a)) / sqrt(var(a) + 1e-5) over the H units, var without Bessel's correction. Where the descriptor says
/// so a second state has <c>norm_state</c> (H, from 1) and <c>bias_state</c> (H, from 0) as well.</remarks>
public sealed class StepwiseCore : nn.Module, IRecurrentCore
{
    private const double Epsilon = 1e-5;
    private readonly LanguageModelOptions options;
    private readonly NormalisedStep step;

    /// <param name="options">The model's shape; its cell has as many gates and states as <paramref name="step"/> reads and gives.</param>
    /// <param name="step">The cell.</param>
    public StepwiseCore(LanguageModelOptions options, CellStep step)
        : this(options, (input, recurrent, state, _) => step(input, recurrent, state)) => ArgumentNullException.ThrowIfNull(step);

    /// <param name="options">The model's shape; its cell has as many gates and states as <paramref name="step"/> reads and gives.</param>
    /// <param name="step">The cell.</param>
    public StepwiseCore(LanguageModelOptions options, NormalisedStep step)
        : base(nameof(StepwiseCore))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(step);
        (this.options, this.step) = (options, step);
        var (rows, hidden) = (options.Cell.Gates * options.Hidden, options.Hidden);
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var inputs = layer == 0 ? options.InputSize : options.Directions * hidden;
            foreach (var chain in Chains(layer))
            {
                register_parameter($"weight_ih_{chain}", Draw(rows, inputs));
                register_parameter($"weight_hh_{chain}", Draw(rows, hidden));
                register_parameter($"bias_ih_{chain}", Draw(rows));
                register_parameter($"bias_hh_{chain}", Draw(rows));
                if (options.Extras.LayerNorm) RegisterNorms(chain, rows);
            }
        }
    }

    /// <inheritdoc />
    public nn.Module Module => this;

    /// <inheritdoc />
    public void Flatten()
    {
        // Only cuDNN's own modules read parameters that lie in one piece.
    }

    /// <inheritdoc />
    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state)
    {
        var output = input;
        var ends = new List<Tensor[]>();
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var below = output;
            if (layer > 0 && options.DropoutBetweenLayers > 0)
                output = nn.functional.dropout(output, options.Dropout, training);
            var outputs = new List<Tensor>();
            foreach (var chain in Chains(layer))
            {
                var before = state.Tensors.Select(tensor => tensor[ends.Count]).ToArray();      // (B, H) each
                var (read, after) = Run(output, chain, before, reverse: outputs.Count == 1);
                outputs.Add(read);
                ends.Add(after);
            }

            output = outputs.Count == 1 ? outputs[0] : cat(outputs, -1);                        // (T, B, D*H)
            if (layer > 0 && options.HasSkips)
                output = output.Plus(below);
        }

        return (output, state.With([.. state.Tensors.Select((_, index) => stack(ends.Select(end => end[index])))]));
    }

    private (Tensor Output, Tensor[] State) Run(Tensor input, string chain, Tensor[] state, bool reverse)
    {
        var (weight, bias) = (Parameter($"weight_hh_{chain}"), Parameter($"bias_hh_{chain}"));
        var (gain, normalise) = (Norm($"norm_hh_{chain}"), StateNorm(chain));
        var sides = Product(
            input, Parameter($"weight_ih_{chain}"), Parameter($"bias_ih_{chain}"), Norm($"norm_ih_{chain}")); // (T, B, G*H)
        var outputs = new Tensor[input.shape[0]];
        for (var i = 0; i < outputs.Length; i++)
        {
            var t = reverse ? outputs.Length - 1 - i : i;
            // What autograd does not keep is freed after each step.
            using var scope = NewDisposeScope();
            var recurrent = Product(state[0], weight, bias, gain);                              // (B, G*H)
            state = step(sides[t].chunk(options.Cell.Gates, -1), recurrent.chunk(options.Cell.Gates, -1), state, normalise);
            foreach (var tensor in state)
                scope.MoveToOuter(tensor);
            outputs[t] = state[0];
        }

        return (stack(outputs), state);
    }

    private IEnumerable<string> Chains(int layer) => options.Bidirectional ? [$"l{layer}", $"l{layer}_reverse"] : [$"l{layer}"];

    // By name: moving a module to another device or type replaces its parameters.
    private Parameter Parameter(string name) => get_parameter(name)!;

    private Parameter? Norm(string name) => options.Extras.LayerNorm ? Parameter(name) : null;

    private void RegisterNorms(string chain, long rows)
    {
        register_parameter($"norm_ih_{chain}", new Parameter(ones(rows)));
        register_parameter($"norm_hh_{chain}", new Parameter(ones(rows)));
        if (!options.Cell.NormalisesState) return;
        register_parameter($"norm_state_{chain}", new Parameter(ones(options.Hidden)));
        register_parameter($"bias_state_{chain}", new Parameter(zeros(options.Hidden)));
    }

    /// <summary>W x + b, or with a gain LN(W x) * gain + b gate by gate.</summary>
    private Tensor Product(Tensor x, Parameter weight, Parameter bias, Parameter? gain)
    {
        if (gain is null) return nn.functional.linear(x, weight, bias);
        var product = nn.functional.linear(x, weight);                                          // (..., G*H)
        var gates = product.view([.. product.shape[..^1], options.Cell.Gates, options.Hidden]); // (..., G, H)
        return (nn.functional.layer_norm(gates, [options.Hidden], eps: Epsilon).view(product.shape) * gain).Plus(bias);
    }

    private Func<Tensor, Tensor> StateNorm(string chain)
    {
        if (!options.Extras.LayerNorm || !options.Cell.NormalisesState) return state => state;
        var (gain, bias) = (Parameter($"norm_state_{chain}"), Parameter($"bias_state_{chain}"));
        return state => nn.functional.layer_norm(state, [options.Hidden], gain, bias, Epsilon);
    }

    private Parameter Draw(params long[] shape)
    {
        var bound = 1 / Math.Sqrt(options.Hidden);
        return new Parameter(empty(shape).uniform_(-bound, bound));
    }
}
