using Sweep.Experiments.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Sweep.Experiments.Training.Optimizers.Adam;

namespace Sweep.Experiments.Tests.Training.Reference;

/// <summary>Update rules and clipping against torch.optim and the course's grad_clipping.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class OptimizerReferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Parameters_after_each_step_are_those_of_PyTorch(int index)
    {
        var reference = ReferenceFile.Read<Case>("optimizers.json")[index];
        using var scope = NewDisposeScope();
        List<(string Name, Parameter P)> parameters =
        [
            ("a", new Parameter(ReferenceFile.Wave([2, 3], 0))),
            ("b", new Parameter(ReferenceFile.Wave([4], 1))),
        ];
        using var optimizer = Create(reference, parameters);
        var clip = reference.Clip > 0 ? new GradientClip(parameters.Select(p => p.P), reference.Clip) : null;

        for (var step = 0; step < reference.Steps.Count; step++)
        {
            for (var i = 0; i < parameters.Count; i++) parameters[i].P.grad = ReferenceFile.Wave(parameters[i].P.shape, 10 + (2 * step) + i);
            clip?.Apply();
            optimizer.Step();

            for (var i = 0; i < parameters.Count; i++)
            {
                var found = parameters[i].P.detach().data<float>().ToArray();
                Assert.All(reference.Steps[step][i].Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            }
        }
        Assert.Equal(reference.Steps.Count, optimizer.Steps);
    }

    private static IOptimizer Create(Case c, List<(string Name, Parameter P)> parameters) => c.Optimizer switch
    {
        "sgd" => new Sgd(parameters, c.Lr, c.Momentum, c.WeightDecay),
        "adam" => new Adam(parameters, c.Lr, c.WeightDecay),
        _ => new Adam(parameters, c.Lr, c.WeightDecay, decoupled: true),
    };

    internal sealed record Case(string Optimizer, double Lr, double Momentum, double WeightDecay, double Clip, List<List<float[]>> Steps);
}
