using Sweep.Experiments.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Sweep.Experiments.Optimizers.Adam;

namespace Sweep.Experiments.Tests.Training.Reference;

/// <summary>Update rules and clipping against torch.optim and the course's grad_clipping.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class OptimizerReferenceTests
{
    public static TheoryData<int, bool> Cases { get; } =
        new(from index in Enumerable.Range(0, 8) from joined in new[] { false, true } select (index, joined));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_after_each_step_are_those_of_PyTorch(int index, bool joined)
    {
        var reference = ReferenceFile.Read<Case>("optimizers.json")[index];
        using var scope = NewDisposeScope();
        var parameters = joined ? OfOnePiece()
            : [("m.a", new Parameter(ReferenceFile.Wave([2, 3], 0))), ("m.b", new Parameter(ReferenceFile.Wave([4], 1)))];
        using var blocks = new ParameterBlocks(parameters, joined);
        using var optimizer = Create(reference, blocks.Blocks);

        for (var step = 0; step < reference.Steps.Count; step++)
        {
            for (var i = 0; i < parameters.Count; i++)
                parameters[i].P.grad = ReferenceFile.Wave(parameters[i].P.shape, 10 + (2 * step) + i);
            var gradients = blocks.Gather();
            if (reference.Clip > 0) GradientClip.ByNorm(gradients.Pieces, reference.Clip);
            optimizer.Step(gradients.PerBlock);

            for (var i = 0; i < parameters.Count; i++)
            {
                var found = parameters[i].P.detach().data<float>().ToArray();
                Assert.All(reference.Steps[step][i].Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            }
        }
        Assert.Equal(reference.Steps.Count, optimizer.Steps);
        Assert.Equal(joined ? 1 : 2, blocks.Blocks.Count);
        Assert.All(optimizer.Named(), state =>
            Assert.Equal(state.Name.EndsWith("m.a", StringComparison.Ordinal) ? [2, 3] : [4], state.Tensor.shape));
    }

    [Fact]
    public void Modules_whose_parameters_lie_apart_are_not_joined()
    {
        using var scope = NewDisposeScope();
        var pieces = OfOnePiece().Append(("other.c", new Parameter(ReferenceFile.Wave([2], 2))))
            .Append(("other.d", new Parameter(ReferenceFile.Wave([3], 3))));

        using var blocks = new ParameterBlocks(pieces, join: true);

        Assert.Equal([["m.a", "m.b"], ["other.c"], ["other.d"]], blocks.Blocks.Select(block => block.Parts.Select(part => part.Name)));
    }

    /// <summary>Two parameters in one piece of memory, as cuDNN keeps those of recurrent layers.</summary>
    private static List<(string Name, Parameter P)> OfOnePiece()
    {
        var piece = cat([ReferenceFile.Wave([2, 3], 0).reshape(-1), ReferenceFile.Wave([4], 1)]);
        return [("m.a", new Parameter(piece.narrow(0, 0, 6).view(2, 3))), ("m.b", new Parameter(piece.narrow(0, 6, 4)))];
    }

    private static IOptimizer Create(Case c, IReadOnlyList<ParameterBlock> blocks) => c.Optimizer switch
    {
        "sgd" => new Sgd(blocks, c.Lr, c.Momentum, c.WeightDecay),
        "adam" => new Adam(blocks, c.Lr, c.WeightDecay),
        _ => new Adam(blocks, c.Lr, c.WeightDecay, decoupled: true),
    };

    internal sealed record Case(string Optimizer, double Lr, double Momentum, double WeightDecay, double Clip, List<List<float[]>> Steps);
}
