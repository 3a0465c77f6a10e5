using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>What a recurrent network remembers between two windows: h, and for an LSTM also c. Owns its tensors.</summary>
/// <param name="hidden">float, (L*D, B, H): the hidden state h of each layer and direction.</param>
/// <param name="cell">float, (L*D, B, H): the cell state c of an LSTM; null for the other cells.</param>
public sealed class RecurrentState(Tensor hidden, Tensor? cell = null) : IDisposable
{
    /// <summary>float, (L*D, B, H): the hidden state h.</summary>
    public Tensor Hidden { get; } = hidden;

    /// <summary>float, (L*D, B, H): the cell state c of an LSTM; null for the other cells.</summary>
    public Tensor? Cell { get; } = cell;

    /// <summary>Number B of sequences.</summary>
    public long Batch => Hidden.shape[1];

    /// <summary>The tensors by name, <c>h</c> and for an LSTM <c>c</c>, as a checkpoint stores them. They stay owned by this state.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named()
    {
        yield return ("h", Hidden);
        if (Cell is not null)
            yield return ("c", Cell);
    }

    /// <summary>Rebuilds a state from what <see cref="Named"/> gave.</summary>
    /// <param name="tensors">The tensors by name. The new state owns them.</param>
    /// <returns>A state of these tensors; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no tensor named <c>h</c>.</exception>
    public static RecurrentState FromNamed(IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.TryGetValue("h", out var hidden)
            ? new RecurrentState(hidden, tensors.GetValueOrDefault("c"))
            : throw new ArgumentException($"A recurrent state needs a tensor named h, but there is only: {string.Join(", ", tensors.Keys)}.", nameof(tensors));
    }

    /// <summary>A state of the same values that no gradient flows through. Shares memory with this one; the caller disposes both.</summary>
    public RecurrentState Detach() => new(Hidden.detach(), Cell?.detach());

    /// <summary>Forgets everything: sets all values to zero, in place.</summary>
    public void Zero()
    {
        using var none = no_grad();
        foreach (var (_, tensor) in Named())
            tensor.zero_();
    }

    /// <summary>Takes the tensors out of the innermost dispose scope, into the one around it if there is one.</summary>
    /// <returns>This state.</returns>
    public RecurrentState MoveToOuterDisposeScope()
    {
        foreach (var (_, tensor) in Named())
            tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Hidden.Dispose();
        Cell?.Dispose();
    }
}
