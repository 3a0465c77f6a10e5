using Sweep.Models.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Trees;

/// <summary>A recursive network that classifies the nodes of binary trees: token of a leaf, embedded, states from the leaves to the root,
/// and a linear read-out of each state. Knows nothing of expressions, optimisers or epochs.</summary>
/// <remarks>Nodes of equal height in all trees of a batch are computed together, so the number of operations grows with the height of the
/// highest tree and not with the nodes. Parameters: <c>embedding.weight</c> (V, E), those of the node under <c>tree.</c>,
/// <c>decoder.weight</c> (C, H), <c>decoder.bias</c> (C). Not safe for use by several threads at once.</remarks>
public sealed class TreeModel : nn.Module
{
    private readonly Embedding embedding;
    private readonly TreeCell cell;
    private readonly Linear decoder;

    /// <summary>Draws initial parameters from libtorch's default generator (seed it first: <c>torch.manual_seed</c>), on the CPU, so
    /// equal on every device: embedding N(0, 1), node and decoder U(-1/sqrt(H), 1/sqrt(H)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public TreeModel(TreeModelOptions options, Device device)
        : base(nameof(TreeModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        options.Validate();
        Libtorch.Load();
        Options = options;
        embedding = nn.Embedding(options.Vocabulary, options.EmbeddingSize);
        cell = new TreeCell(options);
        decoder = nn.Linear(options.Hidden, options.Classes);
        register_module("embedding", embedding);
        register_module("tree", cell);
        register_module("decoder", decoder);
        this.to(device);
    }

    /// <summary>The shape of this model.</summary>
    public TreeModelOptions Options { get; }

    /// <summary>Forward, mean cross-entropy over the scored nodes, backward. Leaves the gradient of this batch alone in the <c>grad</c>
    /// of every parameter; changes no parameter.</summary>
    /// <returns>float, (): nats per scored node, without gradient; belongs to the caller's dispose scope.</returns>
    public Tensor TrainStep(TreeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        zero_grad();
        var loss = nn.functional.cross_entropy(Logits(batch), batch.Labels);
        loss.backward();
        // Trees of one leaf each do not use the weights of inner nodes.
        foreach (var parameter in parameters())
            if (parameter.grad is null) parameter.grad = zeros_like(parameter, requires_grad: false);
        return loss.detach().MoveToOuterDisposeScope();
    }

    /// <summary>Scores without gradient. Dropout is active unless the model is in evaluation mode.</summary>
    /// <returns>Logits, loss and best class of each scored node; the caller disposes them (they belong to the caller's dispose scope,
    /// if there is one).</returns>
    public TreeScores Evaluate(TreeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var logits = Logits(batch);
        var nats = nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None);
        return new(logits.MoveToOuterDisposeScope(), nats.MoveToOuterDisposeScope(),
            logits.argmax(1).eq(batch.Labels).MoveToOuterDisposeScope());
    }

    private Tensor Logits(TreeBatch batch)
    {
        var states = States(batch).index_select(0L, batch.Scored);                              // (scored, H)
        return decoder.call(Drop(states));                                                      // (scored, C)
    }

    /// <summary>h of every node, in the order of <see cref="TreePlan"/>: (nodes, H).</summary>
    private Tensor States(TreeBatch batch)
    {
        using var scope = NewDisposeScope();
        var waiting = cell.Leaves(Drop(embedding.call(batch.Tokens)));                          // (leaves, states x H)
        var all = new List<Tensor> { cell.Exposed(waiting) };
        foreach (var (left, right, kept) in batch.Levels)
        {
            // What autograd does not keep is freed after each level.
            using var level = NewDisposeScope();
            using var before = waiting;
            var states = cell.Inner(before.index_select(0L, left), before.index_select(0L, right));
            all.Add(cell.Exposed(states));
            waiting = kept is null ? states : cat([before.index_select(0L, kept), states], 0L);
            level.MoveToOuter(all[^1]);
            level.MoveToOuter(waiting);
        }

        return cat(all, 0L).MoveToOuterDisposeScope();
    }

    private Tensor Drop(Tensor values) =>
        training && Options.Dropout > 0 ? nn.functional.dropout(values, Options.Dropout, training: true) : values;
}

/// <summary>What the evaluation of a batch gives, a row per scored node in the order of <see cref="TreeBatch.ScoredNodes"/>.</summary>
/// <param name="Logits">float, (scored, C).</param>
/// <param name="Nats">float, (scored): cross-entropy in nats.</param>
/// <param name="IsRight">bool, (scored): true where the label has the largest logit, the first one among equals.</param>
public sealed record TreeScores(Tensor Logits, Tensor Nats, Tensor IsRight) : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Logits.Dispose();
        Nats.Dispose();
        IsRight.Dispose();
    }
}
