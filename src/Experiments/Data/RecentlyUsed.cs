namespace Sweep.Experiments.Data;

/// <summary>Keeps the values used last. Safe for use by several threads; a value is made by one of them at a time.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly LinkedList<(TKey Key, TValue Value)> newestFirst = new();

    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            var node = newestFirst.First;
            while (node is not null && !node.Value.Key.Equals(key)) node = node.Next;
            if (node is null) node = new LinkedListNode<(TKey, TValue)>((key, make()));
            else newestFirst.Remove(node);
            newestFirst.AddFirst(node);
            if (newestFirst.Count > capacity) newestFirst.RemoveLast();
            return node.Value.Value;
        }
    }

    /// <summary>Keeps a value no longer; harmless when there is none.</summary>
    public void Remove(TKey key)
    {
        lock (gate)
        {
            for (var node = newestFirst.First; node is not null; node = node.Next)
            {
                if (!node.Value.Key.Equals(key)) continue;
                newestFirst.Remove(node);
                return;
            }
        }
    }
}
