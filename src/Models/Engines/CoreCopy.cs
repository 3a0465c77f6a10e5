using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Layers beside those of a model, which are filled with its weights.</summary>
internal static class CoreCopy
{
    /// <summary>New layers, with weights of their own. Draws them from libtorch's default generator.</summary>
    public static IRecurrentCore Of(LanguageModelOptions options, ScalarType type, Device device)
    {
        var copy = options.MakeCore();
        copy.Module.to(type).to(device);
        if (device.type == DeviceType.CUDA)
            copy.Flatten();
        foreach (var parameter in copy.Module.parameters())
            parameter.DetachFromDisposeScope();
        return copy;
    }

    /// <summary>Each parameter with the one that is filled from it.</summary>
    public static IEnumerable<(Parameter From, Parameter To)> Pairs(IRecurrentCore from, IRecurrentCore to) =>
        from.Module.parameters().Zip(to.Module.parameters());

    /// <summary>Rounds the weights to the copy's type.</summary>
    public static void Fill(IRecurrentCore from, IRecurrentCore to)
    {
        using var none = no_grad();
        foreach (var (source, target) in Pairs(from, to))
            target.copy_(source);
    }
}
