using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Fused;

/// <summary>The four parameters of one layer, as PyTorch names and shapes them.</summary>
internal sealed class LayerParameters(Dictionary<string, Parameter> named, int layer) : IDisposable
{
    /// <summary>(G*H, input size).</summary>
    public ParameterMemory InputWeight { get; } = new(named[$"weight_ih_l{layer}"]);

    /// <summary>(G*H, H).</summary>
    public ParameterMemory RecurrentWeight { get; } = new(named[$"weight_hh_l{layer}"]);

    /// <summary>(G*H).</summary>
    public ParameterMemory InputBias { get; } = new(named[$"bias_ih_l{layer}"]);

    /// <summary>(G*H).</summary>
    public ParameterMemory RecurrentBias { get; } = new(named[$"bias_hh_l{layer}"]);

    public static LayerParameters[] Of(nn.Module module, int layers)
    {
        var named = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        return [.. Enumerable.Range(0, layers).Select(layer => new LayerParameters(named, layer))];
    }

    public void Publish()
    {
        InputWeight.Publish();
        RecurrentWeight.Publish();
        InputBias.Publish();
        RecurrentBias.Publish();
    }

    public void Dispose()
    {
        InputWeight.Dispose();
        RecurrentWeight.Dispose();
        InputBias.Dispose();
        RecurrentBias.Dispose();
    }
}
