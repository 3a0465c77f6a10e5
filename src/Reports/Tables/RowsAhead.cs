using System.Collections.Concurrent;

namespace Sweep.Reports.Tables;

/// <summary>Makes rows on one thread while the caller writes them on another: each is about half of the work of a long result.</summary>
internal static class RowsAhead
{
    private const int ChunkLength = 512;
    private const int MostChunks = 4;

    /// <summary>The same rows in the same order. At most some thousand are made before they are asked for.</summary>
    /// <remarks>An error while a row is made reaches the caller in the place of that row. When the caller takes no more rows, the making
    /// ends before the enumerator is disposed, so the source may be closed then.</remarks>
    public static IEnumerable<T> Of<T>(IEnumerable<T> rows)
    {
        using var source = rows.GetEnumerator();
        // A short result needs no second thread.
        for (var i = 0; i < ChunkLength; i++)
        {
            if (!source.MoveNext()) yield break;
            yield return source.Current;
        }

        using var stop = new CancellationTokenSource();
        using var chunks = new BlockingCollection<List<T>>(MostChunks);
        var making = Task.Run(() => Make(source, chunks, stop.Token), CancellationToken.None);
        try
        {
            foreach (var made in chunks.GetConsumingEnumerable(CancellationToken.None)) foreach (var row in made) yield return row;
            making.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)making).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Make<T>(IEnumerator<T> source, BlockingCollection<List<T>> chunks, CancellationToken stop)
    {
        try
        {
            var isMore = true;
            while (isMore)
            {
                var chunk = new List<T>(ChunkLength);
                try
                {
                    while (chunk.Count < ChunkLength && (isMore = source.MoveNext())) chunk.Add(source.Current);
                }
                finally
                {
                    chunks.Add(chunk, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes more rows.
        }
        finally
        {
            chunks.CompleteAdding();
        }
    }
}
