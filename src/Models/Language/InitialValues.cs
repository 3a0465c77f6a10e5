using Sweep.Models.Shapes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Language;

/// <summary>Initial parameters that differ from those of PyTorch's modules. They are drawn after those, which stay what they are.</summary>
internal static class InitialValues
{
    public static void Apply(LanguageModelOptions options, Embedding? embedding, nn.Module core)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        if (options.Extras.Tied)
        {
            // Vectors of N(0, 1) would give logits of a standard deviation of about the root of H.
            var bound = 1 / Math.Sqrt(options.Directions * options.Hidden);
            embedding!.weight!.uniform_(-bound, bound);
        }

        foreach (var (name, parameter) in core.named_parameters())
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
                Recurrent(options, parameter);
            else if (name.StartsWith("bias_", StringComparison.Ordinal) && options.Extras.RecurrentInit == RecurrentInit.Identity)
                parameter.zero_();
            else if (name.StartsWith("bias_ih", StringComparison.Ordinal) && options.Extras.ForgetBias != 0)
                Gates(options, parameter)[options.Cell.ForgetGate!.Value].add_(tensor((float)options.Extras.ForgetBias), Constants.One);
        }
    }

    private static void Recurrent(LanguageModelOptions options, Parameter weight)
    {
        foreach (var gate in Gates(options, weight))
        {
            if (options.Extras.RecurrentInit == RecurrentInit.Orthogonal)
                nn.init.orthogonal_(gate);
            else if (options.Extras.RecurrentInit == RecurrentInit.Identity)
                nn.init.eye_(gate);
        }
    }

    /// <summary>Views of the blocks of H rows.</summary>
    private static Tensor[] Gates(LanguageModelOptions options, Parameter parameter) => parameter.chunk(options.Cell.Gates, 0);
}
