using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Recurrent layers that compute in bfloat16 while their parameters stay float32: a copy of the layers in bfloat16 is filled
/// before each window, and the gradients of the copy become those of the parameters (Micikevicius et al. 2018, section 3.1: a master copy
/// of weights; bfloat16 has the range of float32, so losses need no scale).</summary>
/// <param name="master">The layers whose parameters are trained; float32.</param>
/// <param name="copy">Layers of the same shape, bfloat16.</param>
internal sealed class HalfCore(IRecurrentCore master, IRecurrentCore copy) : IRecurrentCore, IDisposable
{
    public nn.Module Module => master.Module;

    public void Flatten() => copy.Flatten();

    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state)
    {
        CoreCopy.Fill(master, copy);
        copy.Module.train(master.Module.training);
        using var before = state.With([.. state.Tensors.Select(tensor => tensor.to(ScalarType.BFloat16))]);
        var (output, after) = copy.Forward(input.to(ScalarType.BFloat16), before);
        return (output.to(ScalarType.Float32), after.With([.. after.Tensors.Select(tensor => tensor.to(ScalarType.Float32))]));
    }

    /// <summary>After a backward pass: hands the gradients of the copy to the parameters, and forgets them.</summary>
    public void Publish()
    {
        foreach (var (parameter, half) in CoreCopy.Pairs(master, copy))
            parameter.grad = half.grad!.to(ScalarType.Float32);
        copy.Module.zero_grad();
    }

    public void Dispose() => copy.Module.Dispose();
}
