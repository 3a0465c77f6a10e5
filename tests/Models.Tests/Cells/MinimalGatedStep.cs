using static TorchSharp.torch;

namespace Sweep.Models.Tests.Cells;

/// <summary>f = sigmoid(W_if x + b_if + W_hf h + b_hf); n = tanh(W_in x + b_in + f * (W_hn h + b_hn)); h' = (1 - f) * h + f * n.</summary>
internal static class MinimalGatedStep
{
    public static Tensor[] Next(Tensor[] input, Tensor[] recurrent, Tensor[] state)
    {
        var forget = sigmoid(input[0] + recurrent[0]);
        var fresh = tanh(input[1] + forget * recurrent[1]);
        return [state[0] + forget * (fresh - state[0])];
    }
}
