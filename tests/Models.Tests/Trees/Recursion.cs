using Sweep.Models.Trees;

namespace Sweep.Models.Tests.Trees;

/// <summary>The formulas of a recursive network one node at a time, in doubles, from the parameters of a model.</summary>
internal sealed class Recursion(TreeModel model)
{
    private readonly Dictionary<string, double[]> p = model.named_parameters().ToDictionary(named => named.name,
        named => named.parameter.detach().reshape(-1).data<float>().ToArray().Select(number => (double)number).ToArray());

    private int Hidden => model.Options.Hidden;

    /// <summary>Logits of every node of a tree, in its order.</summary>
    public List<double[]> Logits(BinaryTree tree)
    {
        var states = new List<(double[] H, double[] C)>();
        foreach (var node in tree.Nodes)
        {
            var rows = Sums(node, states);
            states.Add(model.Options.Kind == TreeKind.TreeLstm ? Lstm(rows, node, states) : ([.. rows.Select(Math.Tanh)], []));
        }

        return [.. states.Select(state => Linear("decoder.weight", state.H, "decoder.bias"))];
    }

    /// <summary>Everything before the functions: rows of the gates, with their bias.</summary>
    private double[] Sums(TreeNode node, List<(double[] H, double[] C)> states)
    {
        if (!node.IsLeaf) return Linear("tree.weight_h", [.. states[node.Left].H, .. states[node.Right].H], "tree.bias");
        var size = model.Options.EmbeddingSize;
        return Linear("tree.weight_x", p["embedding.weight"][(node.Token * size)..((node.Token + 1) * size)], "tree.bias");
    }

    private (double[] H, double[] C) Lstm(double[] rows, TreeNode node, List<(double[] H, double[] C)> states)
    {
        var (h, c) = (new double[Hidden], new double[Hidden]);
        for (var k = 0; k < Hidden; k++)
        {
            c[k] = Sigmoid(rows[k]) * Math.Tanh(rows[(2 * Hidden) + k]);
            if (!node.IsLeaf)
            {
                c[k] += (Sigmoid(rows[(3 * Hidden) + k]) * states[node.Left].C[k])
                    + (Sigmoid(rows[(4 * Hidden) + k]) * states[node.Right].C[k]);
            }

            h[k] = Sigmoid(rows[Hidden + k]) * Math.Tanh(c[k]);
        }

        return (h, c);
    }

    /// <summary>Both forget gates, the last rows, have the last part of the bias.</summary>
    private double[] Linear(string weight, double[] x, string bias)
    {
        var (w, b) = (p[weight], p[bias]);
        var result = new double[w.Length / x.Length];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = b[row < b.Length ? row : row - Hidden];
            for (var k = 0; k < x.Length; k++) result[row] += w[(row * x.Length) + k] * x[k];
        }

        return result;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
