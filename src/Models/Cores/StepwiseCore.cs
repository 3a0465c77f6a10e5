using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>One time step of a cell. Autograd makes the gradient, so only differentiable operations of libtorch may be used.</summary>
/// <param name="input">W_ih x + b_ih, a tensor (B, H) per gate.</param>
/// <param name="recurrent">W_hh h + b_hh, a tensor (B, H) per gate.</param>
/// <param name="state">The states before the step, (B, H) each, in the order of the cell's descriptor.</param>
/// <returns>The states after the step: new tensors in the same order.</returns>
public delegate Tensor[] CellStep(Tensor[] input, Tensor[] recurrent, Tensor[] state);

/// <summary>
/// A stack of recurrent layers around one step that is written with libtorch's operations: for cells that libtorch has no module of. Runs
/// on every device, time step by time step. Parameters have PyTorch's names, shapes, order and initial distribution.
/// </summary>
public sealed class StepwiseCore : nn.Module, IRecurrentCore
{
    private readonly LanguageModelOptions options;
    private readonly CellStep step;

    /// <param name="options">The model's shape; its cell has as many gates and states as <paramref name="step"/> reads and gives.</param>
    /// <param name="step">The cell.</param>
    public StepwiseCore(LanguageModelOptions options, CellStep step)
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
        }

        return (output, state.With([.. state.Tensors.Select((_, index) => stack(ends.Select(end => end[index])))]));
    }

    private (Tensor Output, Tensor[] State) Run(Tensor input, string chain, Tensor[] state, bool reverse)
    {
        var (weight, bias) = (Parameter($"weight_hh_{chain}"), Parameter($"bias_hh_{chain}"));
        var sides = nn.functional.linear(input, Parameter($"weight_ih_{chain}"), Parameter($"bias_ih_{chain}")); // (T, B, G*H)
        var outputs = new Tensor[input.shape[0]];
        for (var i = 0; i < outputs.Length; i++)
        {
            var t = reverse ? outputs.Length - 1 - i : i;
            // What autograd does not keep is freed after each step.
            using var scope = NewDisposeScope();
            var recurrent = nn.functional.linear(state[0], weight, bias);                       // (B, G*H)
            state = step(sides[t].chunk(options.Cell.Gates, -1), recurrent.chunk(options.Cell.Gates, -1), state);
            foreach (var tensor in state)
                scope.MoveToOuter(tensor);
            outputs[t] = state[0];
        }

        return (stack(outputs), state);
    }

    private IEnumerable<string> Chains(int layer) => options.Bidirectional ? [$"l{layer}", $"l{layer}_reverse"] : [$"l{layer}"];

    // By name: moving a module to another device or type replaces its parameters.
    private Parameter Parameter(string name) => get_parameter(name)!;

    private Parameter Draw(params long[] shape)
    {
        var bound = 1 / Math.Sqrt(options.Hidden);
        return new Parameter(empty(shape).uniform_(-bound, bound));
    }
}
