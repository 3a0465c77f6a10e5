using System.Text.Json;

namespace Sweep.Contracts.Text;

/// <summary>Reads an object of plain values that is written compactly, as configurations are, in a small part of the time that a reader of
/// all JSON takes. What it does not read (spaces, escapes, values in values, errors) is for that reader.</summary>
/// <param name="json">The text, in UTF-8.</param>
public ref struct FlatJson(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    /// <summary>Where the name of the member at hand is, without its quotes.</summary>
    public Range Name { get; private set; }

    /// <summary>Where its value is, a text with its quotes.</summary>
    public Range Value { get; private set; }

    /// <summary>What the value is: a text, a number, true, false or null.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>True when <see cref="Next"/> came to the end of an object that is all of the text; names may repeat in it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Goes on to the next member; false at the end, and at what it does not read.</summary>
    public bool Next()
    {
        if (at == 0 && json.SequenceEqual("{}"u8)) return End(json.Length);
        if (at == json.Length - 1 && at > 0 && json[at] == '}') return End(json.Length);
        if (!Take(at == 0 ? (byte)'{' : (byte)',')) return false;
        var start = at + 1;
        if (!Text() || !Take((byte)':')) return false;
        Name = start..(at - 2);
        start = at;
        if (!Plain()) return false;
        Value = start..at;
        return at < json.Length;
    }

    private bool End(int end)
    {
        (IsWhole, at) = (true, end);
        return false;
    }

    private bool Take(byte expected)
    {
        if (at >= json.Length || json[at] != expected) return false;
        at++;
        return true;
    }

    private bool Plain()
    {
        if (at >= json.Length) return false;
        switch (json[at])
        {
            case (byte)'"':
                Type = JsonTokenType.String;
                return Text();
            case (byte)'t':
                return Word("true"u8, JsonTokenType.True);
            case (byte)'f':
                return Word("false"u8, JsonTokenType.False);
            case (byte)'n':
                return Word("null"u8, JsonTokenType.Null);
            default:
                Type = JsonTokenType.Number;
                return Number();
        }
    }

    private bool Word(ReadOnlySpan<byte> word, JsonTokenType type)
    {
        Type = type;
        if (!json[at..].StartsWith(word)) return false;
        at += word.Length;
        return true;
    }

    private bool Text()
    {
        if (!Take((byte)'"')) return false;
        while (at < json.Length && json[at] is >= 0x20 and not (byte)'"' and not (byte)'\\') at++;
        return Take((byte)'"');
    }

    private bool Number()
    {
        Take((byte)'-');
        if (!Take((byte)'0') && !Digits()) return false;
        if (Take((byte)'.') && !Digits()) return false;
        if (!Take((byte)'e') && !Take((byte)'E')) return true;
        if (!Take((byte)'+')) Take((byte)'-');
        return Digits();
    }

    private bool Digits()
    {
        var start = at;
        while (at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at > start;
    }
}
