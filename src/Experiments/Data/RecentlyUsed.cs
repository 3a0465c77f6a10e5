namespace Sweep.Experiments.Data;

/// <summary>Keeps the values used last. Safe for use by several threads; a value is made by one of them at a time.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly List<(TKey Key, TValue Value)> newestFirst = [];

    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            var place = newestFirst.FindIndex(one => one.Key.Equals(key));
            var value = place < 0 ? make() : newestFirst[place].Value;
            if (place >= 0) newestFirst.RemoveAt(place);
            newestFirst.Insert(0, (key, value));
            if (newestFirst.Count > capacity) newestFirst.RemoveAt(capacity);
            return value;
        }
    }

    /// <summary>Keeps a value no longer; harmless when there is none.</summary>
    public void Remove(TKey key)
    {
        lock (gate) newestFirst.RemoveAll(one => one.Key.Equals(key));
    }
}
