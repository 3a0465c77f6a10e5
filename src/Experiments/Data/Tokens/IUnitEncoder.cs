using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Turns a unit into tokens.</summary>
internal interface IUnitEncoder
{
    void Encode(ReadOnlySpan<char> unit, ITokenSink sink);
}

/// <summary>Takes token after token.</summary>
internal interface ITokenSink
{
    void Add(int token);
}

/// <summary>A unit is a token; 0 where the vocabulary does not have it.</summary>
internal sealed class TypeEncoder(Vocabulary vocabulary) : IUnitEncoder
{
    public void Encode(ReadOnlySpan<char> unit, ITokenSink sink) => sink.Add(vocabulary.IndexOf(unit));
}

/// <summary>A unit is its UTF-8 bytes.</summary>
internal sealed class ByteEncoder : IUnitEncoder
{
    private readonly byte[] utf8 = new byte[8];

    public void Encode(ReadOnlySpan<char> unit, ITokenSink sink)
    {
        var count = Encoding.UTF8.GetBytes(unit, utf8);
        foreach (var value in utf8.AsSpan(0, count)) sink.Add(value);
    }
}

/// <summary>Tokens in memory.</summary>
internal sealed class TokenList : ITokenSink
{
    private int[] tokens = new int[1024];
    private int count;

    public ReadOnlyMemory<int> Tokens => tokens.AsMemory(0, count);

    public void Add(int token)
    {
        if (count == tokens.Length) Array.Resize(ref tokens, (int)Math.Min(Array.MaxLength, 2L * count));
        tokens[count++] = token;
    }
}
