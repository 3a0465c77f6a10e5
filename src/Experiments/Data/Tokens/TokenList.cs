namespace Sweep.Experiments.Data.Tokens;

/// <summary>Tokens in memory.</summary>
internal sealed class TokenList : ITokenSink
{
    private int[] tokens = new int[1024];
    private int count;

    /// <summary>All tokens so far.</summary>
    public ReadOnlyMemory<int> Tokens => tokens.AsMemory(0, count);

    public void Add(int token)
    {
        if (count == tokens.Length) Array.Resize(ref tokens, (int)Math.Min(Array.MaxLength, 2L * count));
        tokens[count++] = token;
    }
}
