namespace Sweep.Models.Fused;

/// <summary>All layers of a model as native memory: forward through the stack, backward through it in reverse.</summary>
internal sealed unsafe class FusedNetwork : IDisposable
{
    private readonly CellKernel cell;
    private readonly FusedInput input;
    private readonly FusedLayer[] layers;
    private readonly GateBias[] biases;
    private readonly DenseInput?[] between;
    private readonly LayerParameters[] parameters;
    private readonly AlignedBuffer[] sums;
    private int places;

    public FusedNetwork(LanguageModelOptions options, LayerParameters[] parameters, ParameterMemory? embedding, Scratch scratch)
    {
        cell = KernelOf(options);
        this.parameters = parameters;
        input = new FusedInput(cell, options, parameters[0], embedding, scratch);
        layers = [.. parameters.Select(layer => new FusedLayer(cell, options.Hidden, layer, scratch))];
        biases = [.. parameters.Select(layer => new GateBias(cell, options.Hidden, layer))];
        between = [.. parameters.Select((layer, index) =>
            index == 0 ? null : new DenseInput(cell, options.Hidden, layer, options.Hidden, scratch))];
        sums = options.HasSkips ? [.. parameters.Select(_ => new AlignedBuffer())] : [];
    }

    /// <exception cref="ArgumentException">The cell has none, or its gates or states are not those that its descriptor names.</exception>
    public static CellKernel KernelOf(LanguageModelOptions options)
    {
        var (cell, units) = (options.Cell, Sizes.Padded(options.Hidden));
        var kernel = cell.Kernel?.Invoke(units, options.Nonlinearity)
            ?? throw new ArgumentException($"The cell {cell} has no kernel for the fused engine; use the torch engine.", nameof(options));
        var states = kernel.HasCellState ? 2 : 1;
        return kernel.Gates == cell.Gates && states == cell.States.Count
            ? kernel
            : throw new ArgumentException(
                $"The descriptor of the cell {cell} must have {kernel.Gates} gates and {states} states, as its kernel has, "
                + $"but has {cell.Gates} and {cell.States.Count}.",
                nameof(options));
    }

    /// <summary>Distance of the rows of <see cref="Outputs"/>.</summary>
    public int Stride => cell.Units;

    /// <summary>Outputs of the last layer, a row per place.</summary>
    public float* Outputs => OutputsOf(layers.Length - 1);

    /// <summary>Runs a window from and to states of (L, B, H).</summary>
    public void Forward(long* tokens, int steps, int batch, int hidden, StatePointers before, StatePointers after)
    {
        places = steps * batch;
        input.Tokens.Read(tokens, places);
        for (var l = 0; l < layers.Length; l++)
        {
            biases[l].Forward();
            layers[l].Start(steps, batch, before.Hidden + (long)l * batch * hidden, before.Cell + (long)l * batch * hidden);
            var table = l == 0 ? input.Forward(biases[0].Joined)
                : between[l]!.Forward(OutputsOf(l - 1), Stride, places, biases[l].Joined);
            layers[l].Forward(table, l == 0 ? input.Tokens.Rows : [], biases[l].Separate);
            layers[l].End(after.Hidden + (long)l * batch * hidden, after.Cell + (long)l * batch * hidden);
            if (sums.Length > 0 && l > 0)
                Skip(l);
        }
    }

    /// <summary>Writes the gradients of all layers, from those of the outputs: a row per place, which is destroyed.</summary>
    public void Backward(float* gradient)
    {
        for (var l = layers.Length - 1; l >= 0; l--)
        {
            var (layer, stride) = (layers[l], layers[l].SavedStride);
            layer.Backward(gradient);
            if (l > 0)
            {
                // What goes past a layer is added to what comes through it.
                between[l]!.Backward(layer.Saved, stride, OutputsOf(l - 1), Stride, places, gradient, accumulate: sums.Length > 0);
                biases[l].Backward(layer.Saved, stride, places, layer.Saved, places);
            }
            else
            {
                input.Backward(layer.Saved, stride);
                biases[0].Backward(input.Gradients, cell.Gates * cell.Units, input.Tokens.Count, layer.Saved, places);
            }
        }
    }

    public void Publish() => Array.ForEach(parameters, layer => layer.Publish());

    public void Dispose()
    {
        input.Dispose();
        foreach (var item in layers.Cast<IDisposable>().Concat(biases).Concat(parameters).Concat(sums))
            item.Dispose();
    }

    /// <summary>What the layer above reads: the outputs of a layer, with its input added where there are residual connections.</summary>
    private float* OutputsOf(int layer) => layer > 0 && sums.Length > 0 ? sums[layer].Pointer : layers[layer].Outputs;

    private void Skip(int layer)
    {
        var target = sums[layer].Ensure(Sizes.Matrix(places, Stride));
        for (var place = 0; place < places; place++)
        {
            var at = (long)place * Stride;
            Rows.Copy(OutputsOf(layer - 1) + at, target + at, Stride);
            Rows.Add(layers[layer].Outputs + at, target + at, Stride);
        }
    }
}
