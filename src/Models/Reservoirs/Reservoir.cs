using Sweep.Models.Shapes;
using static TorchSharp.torch;

namespace Sweep.Models.Reservoirs;

/// <summary>A recurrent network with fixed weights, whose activity a trained read-out looks at. Owns its weights. Shapes: T time steps, B
/// sequences, N units; time first.</summary>
public abstract class Reservoir : IDisposable
{
    private readonly ReservoirWeights weights;
    private readonly Device device;

    private protected Reservoir(ReservoirWeights weights) => (this.weights, device) = (weights, weights.Recurrent.device);

    /// <summary>Number N of units.</summary>
    public int Units => (int)weights.Recurrent.shape[0];

    /// <summary>Names of the states.</summary>
    protected abstract IReadOnlyList<string> States { get; }

    /// <summary>float, (N, N): entry (i, j) is the weight from unit i to unit j.</summary>
    protected Tensor Recurrent => weights.Recurrent;

    /// <summary>The state before the first token.</summary>
    /// <param name="batch">Number B of sequences, at least 1.</param>
    /// <returns>Zeros, (1, B, N) each; the caller disposes it.</returns>
    public RecurrentState ZeroState(int batch) => new(States, [.. States.Select(_ => zeros(1, batch, Units, device: device))]);

    /// <summary>Reads tokens.</summary>
    /// <param name="tokens">int64, (T, B), values in [0, V).</param>
    /// <param name="state">State before them; not changed, not disposed.</param>
    /// <returns>float, (T, B, N): what the read-out sees after each token, and the new state; the caller disposes them.</returns>
    public (Tensor Seen, RecurrentState State) Read(Tensor tokens, RecurrentState state)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var drive = weights.Input[tokens];                                                      // (T, B, N)
        Tensor[] now = [.. state.Tensors.Select(tensor => tensor[0])];
        var seen = new Tensor[drive.shape[0]];
        for (var t = 0; t < seen.Length; t++)
        {
            now = Step(drive[t], now);
            seen[t] = now[0];
        }

        var after = state.With([.. now.Select(tensor => tensor.unsqueeze(0).clone().MoveToOuterDisposeScope())]);
        return (stack(seen).MoveToOuterDisposeScope(), after);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        weights.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static double Checked(double leak) =>
        InRange.Require(leak is > 0 and <= 1, nameof(leak), leak, "above 0 and at most 1");

    /// <summary>One time step.</summary>
    /// <param name="drive">float, (B, N).</param>
    /// <param name="state">float, (B, N) each, in the order of <see cref="States"/>; not changed.</param>
    /// <returns>The new state; the first is what the read-out sees.</returns>
    protected abstract Tensor[] Step(Tensor drive, Tensor[] state);
}

/// <summary>An echo state network with leaky units (Jaeger 2001, GMD report 148; Jaeger et al. 2007; Lukosevicius 2012).</summary>
/// <remarks><c>r_t = (1 - a) r_(t-1) + a f(W_in x_t + W r_(t-1))</c> with f = tanh, or f(x) = x for a linear reservoir.</remarks>
/// <param name="weights">Its weights; owned by the reservoir.</param>
/// <param name="leak">a, above 0 and at most 1; else an <see cref="ArgumentOutOfRangeException"/>.</param>
/// <param name="isLinear">True for f(x) = x.</param>
public sealed class EchoState(ReservoirWeights weights, double leak, bool isLinear = false) : Reservoir(weights)
{
    private readonly TorchSharp.Scalar taken = Checked(leak);
    private readonly TorchSharp.Scalar kept = 1 - leak;

    /// <inheritdoc />
    protected override IReadOnlyList<string> States { get; } = ["r"];

    /// <inheritdoc />
    protected override Tensor[] Step(Tensor drive, Tensor[] state)
    {
        using var scope = NewDisposeScope();
        var input = drive.addmm(state[0], Recurrent, 1, 1);                                     // (B, N)
        var next = (state[0] * kept).add_(isLinear ? input : input.tanh_(), taken);
        return [next.MoveToOuterDisposeScope()];
    }
}

/// <summary>A liquid state machine (Maass, Natschlaeger and Markram 2002): leaky integrate-and-fire units, one time step per token, read
/// through the traces of their spikes.</summary>
/// <remarks>
/// <code>
/// v = (1 - a) v + W_in x_t + W s_(t-1)       s_t = 1 where v is at least 1/2, else 0; where it fires, v becomes 0
/// z_t = d z_(t-1) + s_t                      what the read-out sees
/// </code>
/// Unlike the original, time goes in steps, synapses have no dynamics of their own, and units no place in space.
/// </remarks>
/// <param name="weights">Its weights; owned by the reservoir.</param>
/// <param name="leak">a, above 0 and at most 1; else an <see cref="ArgumentOutOfRangeException"/>.</param>
/// <param name="trace">d, from 0 to below 1; else an <see cref="ArgumentOutOfRangeException"/>.</param>
public sealed class LiquidState(ReservoirWeights weights, double leak, double trace) : Reservoir(weights)
{
    private readonly TorchSharp.Scalar threshold = 0.5;
    private readonly TorchSharp.Scalar kept = 1 - Checked(leak);
    private readonly TorchSharp.Scalar decay = InRange.Require(trace is >= 0 and < 1, nameof(trace), trace, "from 0 to below 1");

    /// <inheritdoc />
    protected override IReadOnlyList<string> States { get; } = ["z", "v", "s"];

    /// <inheritdoc />
    protected override Tensor[] Step(Tensor drive, Tensor[] state)
    {
        using var scope = NewDisposeScope();
        var potential = (state[1] * kept).add_(drive, Constants.One)
            .addmm_(state[2], Recurrent, 1, 1);                                                 // (B, N)
        var spikes = potential.ge(threshold).to(float32);
        var traces = (state[0] * decay).add_(spikes, Constants.One);
        var rest = potential * potential.lt(threshold).to(float32);
        return [traces.MoveToOuterDisposeScope(), rest.MoveToOuterDisposeScope(), spikes.MoveToOuterDisposeScope()];
    }
}
