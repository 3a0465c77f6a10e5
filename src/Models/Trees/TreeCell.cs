using Sweep.Models.Shapes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Trees;

/// <summary>The mathematics of a node: its state from the vector of a leaf, or from the states of two children; many nodes at
/// once.</summary>
/// <remarks>
/// A leaf has a vector x and no children, an inner node has children and no x, so one bias serves both. Parameters: <c>weight_x</c>,
/// <c>weight_h</c> and <c>bias</c>, each U(-1/sqrt(H), 1/sqrt(H)).
/// <code>
/// recursive:  h = tanh(W x + U [h_l; h_r] + b)                                        W (H, E), U (H, 2H), b (H)
/// tree-lstm:  i, o, u = sigmoid, sigmoid, tanh (W x + U_l h_l + U_r h_r + b)          rows i, o, u, f_l, f_r:
///             f_k = sigmoid(U_kl h_l + U_kr h_r + b_f),  k = l, r                     W (3H, E), U (5H, 2H), b (4H): i, o, u, f
///             c = i u + f_l c_l + f_r c_r,   h = o tanh(c)
/// </code>
/// Sources: Socher, Lin, Ng and Manning 2011, section 3; Tai, Socher and Manning 2015, equations 9 to 14, whose forget gates share b_f.
/// </remarks>
internal sealed class TreeCell : nn.Module
{
    private readonly TreeModelOptions options;

    public TreeCell(TreeModelOptions options)
        : base(nameof(TreeCell))
    {
        this.options = options;
        var (isLstm, hidden) = (IsLstm, options.Hidden);
        register_parameter("weight_x", Draw((isLstm ? 3 : 1) * hidden, options.EmbeddingSize));
        register_parameter("weight_h", Draw((isLstm ? 5 : 1) * hidden, 2 * hidden));
        register_parameter("bias", Draw((isLstm ? 4 : 1) * hidden));
    }

    private bool IsLstm => options.Kind == TreeKind.TreeLstm;
    private long Hidden => options.Hidden;

    /// <summary>States of leaves: from (n, E) to (n, H), or (n, 2H) with h before c.</summary>
    public Tensor Leaves(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor bias = Parameter("bias");
        var sums = nn.functional.linear(x, Parameter("weight_x"), IsLstm ? bias.narrow(0L, 0L, 3 * Hidden) : bias);
        if (!IsLstm) return sums.tanh().MoveToOuterDisposeScope();
        var gates = sums.chunk(3, 1);
        return Joined(gates[1].sigmoid(), gates[0].sigmoid() * gates[2].tanh()).MoveToOuterDisposeScope();
    }

    /// <summary>States of inner nodes, from those of their children; all of the same shape.</summary>
    public Tensor Inner(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var children = cat([Exposed(left), Exposed(right)], 1);
        Tensor bias = Parameter("bias");
        if (IsLstm) bias = cat([bias, bias.narrow(0L, 3 * Hidden, Hidden)], 0L);
        var sums = nn.functional.linear(children, Parameter("weight_h"), bias);
        if (!IsLstm) return sums.tanh().MoveToOuterDisposeScope();
        var gates = sums.chunk(5, 1);
        var memory = (gates[0].sigmoid() * gates[2].tanh())
            .addcmul(gates[3].sigmoid(), Memory(left), Constants.One).addcmul(gates[4].sigmoid(), Memory(right), Constants.One);
        return Joined(gates[1].sigmoid(), memory).MoveToOuterDisposeScope();
    }

    /// <summary>h of states, what a parent and the read-out see: a view (n, H), a tensor of its own.</summary>
    public Tensor Exposed(Tensor states) => states.narrow(1L, 0L, Hidden);

    private Tensor Memory(Tensor states) => states.narrow(1L, Hidden, Hidden);

    private static Tensor Joined(Tensor output, Tensor memory) => cat([output * memory.tanh(), memory], 1);

    // By name: moving a module to another device or type replaces its parameters.
    private Parameter Parameter(string name) => get_parameter(name)!;

    private Parameter Draw(params long[] shape)
    {
        var bound = 1 / Math.Sqrt(options.Hidden);
        return new Parameter(empty(shape).uniform_(-bound, bound));
    }
}
