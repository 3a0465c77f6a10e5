namespace Sweep.Models;

/// <summary>All that the rest of the program has to know about a recurrent cell. Its mathematics lie beside it. <c>docs/add-a-cell.md</c>
/// adds one step by step.</summary>
/// <remarks>Every cell has PyTorch's four parameters per layer and direction: <c>weight_ih</c> (G*H, input size), <c>weight_hh</c> (G*H,
/// H), <c>bias_ih</c> (G*H) and <c>bias_hh</c> (G*H). Two descriptors are equal when they are the same object.</remarks>
public sealed class CellDescriptor
{
    /// <summary>The word for it in a sweep file, in lower case, for example <c>gru</c>. Unique in a <c>CellCatalog</c>.</summary>
    public required string Name { get; init; }

    /// <summary>G, the blocks of H rows in each parameter, at least 1.</summary>
    public required int Gates { get; init; }

    /// <summary>Names of the tensors that a layer carries from step to step, each (B, H), as a checkpoint stores them. The first is
    /// <c>h</c>, the layer's output. Default: <c>h</c> alone.</summary>
    public IReadOnlyList<string> States { get; init; } = ["h"];

    /// <summary>True when <see cref="LanguageModelOptions.Nonlinearity"/> has an effect;
    /// false when the cell has functions of its own.</summary>
    public bool ReadsNonlinearity { get; init; }

    /// <summary>Makes the stack of layers that the torch engine runs: libtorch's own module, or a <c>StepwiseCore</c>.</summary>
    public required Func<LanguageModelOptions, IRecurrentCore> Core { get; init; }

    /// <summary>The same as a <c>StepwiseCore</c>, with the same parameters, for layer normalisation and residual connections; null where
    /// these are refused.</summary>
    public Func<LanguageModelOptions, IRecurrentCore>? Stepwise { get; init; }

    /// <summary>Index of the gate that keeps the state, whose bias <see cref="ModelExtras.ForgetBias"/> raises;
    /// null where there is none.</summary>
    public int? ForgetGate { get; init; }

    /// <summary>True when layer normalisation also acts on the second state where the output reads it.</summary>
    public bool NormalisesState { get; init; }

    /// <summary>Numbers that the torch engine holds per place of a window, unit,
    /// layer and direction until the backward pass. Measured.</summary>
    public required int TorchMemory { get; init; }

    /// <summary>The same of the fused engine, by the layout of its memory; null where <see cref="HasKernel"/> is false.</summary>
    public int? FusedMemory => Kernel?.Invoke(0, default).SavedPerUnit;

    /// <summary>True when the fused engine on the CPU has a kernel for the cell.</summary>
    public bool HasKernel => Kernel is not null;

    /// <summary>Makes the kernel of the fused engine from the padded hidden length and the nonlinearity;
    /// null where there is none.</summary>
    internal Func<int, Nonlinearity, CellKernel>? Kernel { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
