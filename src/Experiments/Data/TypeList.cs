using System.Collections;

namespace Sweep.Experiments.Data;

/// <summary>The types of a token stream, as a list that takes no memory.</summary>
internal sealed class TypeList(ReadOnlyMemory<int> tokens, IReadOnlyList<string> types) : IReadOnlyList<string>
{
    public int Count => tokens.Length;

    public string this[int index] => types[tokens.Span[index]];

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
