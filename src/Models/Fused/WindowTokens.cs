namespace Sweep.Models.Fused;

/// <summary>The distinct tokens of a window, by first appearance:
/// the same row of a table serves every place where a token stands.</summary>
internal sealed unsafe class WindowTokens(int vocabulary)
{
    private readonly int[] rowOfToken = new int[vocabulary];
    private int[] rows = [];
    private int[] distinct = [];
    private int places;

    public int Vocabulary => vocabulary;

    /// <summary>For each place of the window the index of its token among the distinct ones.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, places);

    public ReadOnlySpan<int> Distinct => distinct.AsSpan(0, Count);
    public int Count { get; private set; }

    /// <exception cref="ArgumentException">A token is not below the vocabulary's size.</exception>
    public void Read(long* tokens, int count)
    {
        if (rows.Length < count)
            (rows, distinct) = (new int[count], new int[Math.Min(count, vocabulary)]);
        Array.Fill(rowOfToken, -1);
        Count = 0;
        places = count;
        for (var n = 0; n < count; n++)
        {
            var token = Checked(tokens[n], vocabulary, "token");
            if (rowOfToken[token] < 0)
            {
                distinct[Count] = token;
                rowOfToken[token] = Count++;
            }

            rows[n] = rowOfToken[token];
        }
    }

    public static int Checked(long token, int vocabulary, string what) => token >= 0 && token < vocabulary
        ? (int)token
        : throw new ArgumentException(
            $"The window holds the {what} {token}, but the vocabulary has only 0 to {vocabulary - 1}.", nameof(token));
}
