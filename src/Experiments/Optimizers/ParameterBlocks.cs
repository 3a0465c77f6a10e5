using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>The parameters of a model in the pieces that an optimiser changes, each by one kernel per operation.</summary>
/// <remarks>On a GPU a step of a small model is bound by the number of kernels. There the recurrent layers, which cuDNN keeps in one piece
/// of memory, are one block, and all gradients are joined by one copy. On a CPU each parameter is a block of its own and its gradient is
/// used where it lies.</remarks>
public sealed class ParameterBlocks : IDisposable
{
    private readonly List<Parameter> order = [];
    private readonly bool join;

    /// <param name="parameters">Parameters by name (<c>module.name</c>); they stay owned by the model.</param>
    /// <param name="join">True for a GPU: the parameters of a module that fill one piece of memory become one block.</param>
    public ParameterBlocks(IEnumerable<(string Name, Parameter P)> parameters, bool join)
    {
        this.join = join;
        var modules = parameters.GroupBy(p => join ? p.Name.Split('.')[0] : p.Name, StringComparer.Ordinal);
        Blocks = [.. modules.SelectMany(module => BlocksOf([.. module]))];
    }

    /// <summary>The blocks, in the order of <see cref="Gradients.PerBlock"/>.</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>The gradients of the last backward pass. They may be overwritten,
    /// and belong to the dispose scope that is open now.</summary>
    public Gradients Gather()
    {
        if (!join) return new([.. order.Select(p => p.grad!)], [.. order.Select(p => p.grad!)]);
        var all = cat([.. order.Select(p => p.grad!.reshape(-1))]);
        var (slices, at) = (new List<Tensor>(), 0L);
        foreach (var block in Blocks)
        {
            slices.Add(all.narrow(0, at, block.Values.numel()).view(block.Values.shape));
            at += block.Values.numel();
        }
        return new(slices, [all]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var block in Blocks) block.Values.Dispose();
    }

    private IEnumerable<ParameterBlock> BlocksOf(IReadOnlyList<(string Name, Parameter P)> module)
    {
        var byPlace = module.OrderBy(p => p.P.storage_offset()).ToList();
        return module.Count > 1 && FillOnePiece(byPlace) ? [Joined(byPlace)] : module.Select(p => Alone(p.Name, p.P));
    }

    /// <summary>Parameters that each have a piece of their own all begin at its start,
    /// so only those of one shared piece follow each other.</summary>
    private static bool FillOnePiece(List<(string Name, Parameter P)> byPlace)
    {
        var end = 0L;
        foreach (var (_, p) in byPlace)
        {
            if (p.storage_offset() != end || !p.is_contiguous()) return false;
            end += p.numel();
        }
        return true;
    }

    private ParameterBlock Joined(List<(string Name, Parameter P)> byPlace)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var all = byPlace[0].P.detach().as_strided([byPlace.Sum(p => p.P.numel())], [1], 0).DetachFromDisposeScope();
        var (parts, at) = (new List<BlockPart>(), 0L);
        foreach (var (name, p) in byPlace)
        {
            order.Add(p);
            parts.Add(new(name, at, p.shape));
            at += p.numel();
        }
        return new(all, parts);
    }

    private ParameterBlock Alone(string name, Parameter p)
    {
        order.Add(p);
        return new(p.detach().DetachFromDisposeScope(), [new(name, 0, p.shape)]);
    }
}

/// <summary>Parameters that are changed as one tensor.</summary>
/// <param name="Values">The numbers themselves, shared with the model: a parameter's own shape, or flat where several are joined.</param>
/// <param name="Parts">What lies where in it.</param>
public sealed record ParameterBlock(Tensor Values, IReadOnlyList<BlockPart> Parts)
{
    /// <summary>Zeros of the block's shape for an optimiser's state; the caller disposes them.</summary>
    public Tensor ZeroState() => zeros_like(Values, requires_grad: false).DetachFromDisposeScope();

    /// <summary>The parts of such a state by the names of their parameters;
    /// views that belong to the dispose scope that is open now.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named(Tensor state) => Parts.Count == 1
        ? [(Parts[0].Name, state)]
        : Parts.Select(part => (part.Name, state.narrow(0, part.Offset, part.Size).view(part.Shape)));
}

/// <summary>A parameter within a block.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Offset">Its first number, from 0.</param>
/// <param name="Shape">Its shape.</param>
public sealed record BlockPart(string Name, long Offset, long[] Shape)
{
    /// <summary>How many numbers it has.</summary>
    public long Size => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>The gradients of one step.</summary>
/// <param name="PerBlock">One tensor per block, of the block's shape.</param>
/// <param name="Pieces">The same numbers in as few tensors as there are: what clipping works on.</param>
public sealed record Gradients(IReadOnlyList<Tensor> PerBlock, IReadOnlyList<Tensor> Pieces);
