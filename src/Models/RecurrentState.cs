using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>What a recurrent network remembers between two windows: the states of its cell, for example h and c of an LSTM.
/// Owns its tensors.</summary>
public sealed class RecurrentState : IDisposable
{
    /// <param name="names">The cell's states (<see cref="CellDescriptor.States"/>), of which the first is h.</param>
    /// <param name="tensors">float, (L*D, B, H) each: a tensor per name, of every layer and direction. Owned by the new state.</param>
    /// <exception cref="ArgumentException">There are not as many tensors as names, or none.</exception>
    public RecurrentState(IReadOnlyList<string> names, IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0 || names.Count != tensors.Count)
            throw new ArgumentException(
                $"A state of {string.Join(", ", names)} needs a tensor for each, but there are {tensors.Count}.", nameof(tensors));
        (Names, Tensors) = (names, tensors);
    }

    /// <summary>Names of the cell's states.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>float, (L*D, B, H) each, in the order of the names.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>float, (L*D, B, H): the hidden state h, which every cell has.</summary>
    public Tensor Hidden => Tensors[0];

    /// <summary>Number B of sequences.</summary>
    public long Batch => Hidden.shape[1];

    /// <summary>The tensors by name, as a checkpoint stores them. They stay owned by this state.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named() => Names.Zip(Tensors);

    /// <summary>A state of the same names with other tensors, which it owns.</summary>
    /// <param name="tensors">As many as this state has, in the same order.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public RecurrentState With(params IReadOnlyList<Tensor> tensors) => new(Names, tensors);

    /// <summary>A state of the same values that no gradient flows through. Shares memory with this one; the caller disposes both.</summary>
    public RecurrentState Detach() => With([.. Tensors.Select(tensor => tensor.detach())]);

    /// <summary>Forgets everything: sets all values to zero, in place.</summary>
    public void Zero()
    {
        using var none = no_grad();
        foreach (var tensor in Tensors)
            tensor.zero_();
    }

    /// <summary>Takes the tensors out of the innermost dispose scope, into the one around it if there is one.</summary>
    /// <returns>This state.</returns>
    public RecurrentState MoveToOuterDisposeScope()
    {
        foreach (var tensor in Tensors)
            tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Takes the tensors out of every dispose scope: they live until the state is disposed.</summary>
    /// <returns>This state.</returns>
    public RecurrentState DetachFromDisposeScope()
    {
        foreach (var tensor in Tensors)
            tensor.DetachFromDisposeScope();
        return this;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }
}
