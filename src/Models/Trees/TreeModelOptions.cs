using Sweep.Models.Shapes;

namespace Sweep.Models.Trees;

/// <summary>How a node's state is made of its children's (<c>model</c> in a sweep file).</summary>
public enum TreeKind
{
    /// <summary>The plain recursive network (Socher et al. 2011): h = tanh(W [h_l; h_r] + b).</summary>
    Recursive,

    /// <summary>The binary Tree-LSTM (Tai, Socher and Manning 2015, equations 9 to 14 with N = 2).</summary>
    TreeLstm,
}

/// <summary>Shape of a <see cref="TreeModel"/>.</summary>
public sealed record TreeModelOptions
{
    /// <summary>Kind of node; default tree-lstm.</summary>
    public TreeKind Kind { get; init; } = TreeKind.TreeLstm;

    /// <summary>V, token types of the leaves, at least 1.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>C, classes of a node, at least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>E, length of the learned vector per token type, at least 1.</summary>
    public required int EmbeddingSize { get; init; }

    /// <summary>H, hidden units of a node, at least 1.</summary>
    public required int Hidden { get; init; }

    /// <summary>Probability of dropping an element of a leaf's vector and of the state that is read out, while training; default 0,
    /// range 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        InRange.Require(Enum.IsDefined(Kind), nameof(Kind), Kind, "recursive or tree-lstm");
        InRange.Require(Vocabulary >= 1, nameof(Vocabulary), Vocabulary, "at least 1");
        InRange.Require(Classes >= 2, nameof(Classes), Classes, "at least 2");
        InRange.Require(EmbeddingSize >= 1, nameof(EmbeddingSize), EmbeddingSize, "at least 1");
        InRange.Require(Hidden >= 1, nameof(Hidden), Hidden, "at least 1");
        InRange.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "from 0 to below 1");
    }

    /// <summary>Numbers that the model learns.</summary>
    public long Parameters
    {
        get
        {
            var (hidden, isLstm) = ((long)Hidden, Kind == TreeKind.TreeLstm);
            var node = ((isLstm ? 3 : 1) * hidden * EmbeddingSize) + ((isLstm ? 10 : 2) * hidden * hidden) + ((isLstm ? 4 : 1) * hidden);
            return ((long)Vocabulary * EmbeddingSize) + node + (Classes * (hidden + 1));
        }
    }
}
