namespace Sweep.Experiments.Data;

/// <summary>Fetches a small file and gives up when nothing arrives for a while.</summary>
internal sealed class Download(HttpClient http, TimeSpan silenceLimit)
{
    /// <summary>The bytes at an address, no more than expected; tells the number of bytes so far.</summary>
    /// <exception cref="HttpRequestException">No connection, or the server refuses.</exception>
    /// <exception cref="TimeoutException">Nothing arrived for too long.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public byte[] Get(Uri address, long limit, Action<long> arrived, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(silenceLimit);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = http.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            response.EnsureSuccessStatusCode();
            // Reading the body takes no token: closing the response ends it.
            using var hangUp = silence.Token.Register(response.Dispose);
            using var body = response.Content.ReadAsStream(silence.Token);
            return ReadAll(body, limit, done => { silence.CancelAfter(silenceLimit); arrived(done); });
        }
        catch (Exception failed) when (failed is OperationCanceledException or ObjectDisposedException
            || (silence.IsCancellationRequested && failed is IOException))
        {
            cancel.ThrowIfCancellationRequested();
            throw new TimeoutException($"nothing arrived for {silenceLimit.TotalSeconds:0} seconds", failed);
        }
    }

    private static byte[] ReadAll(Stream body, long limit, Action<long> arrived)
    {
        using var all = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; all.Length <= limit && (read = body.Read(chunk)) > 0;)
        {
            all.Write(chunk, 0, read);
            arrived(all.Length);
        }
        return all.ToArray();
    }
}

/// <summary>How far a download is.</summary>
/// <param name="Corpus">Name of the corpus.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public readonly record struct DownloadProgress(string Corpus, long Bytes, long TotalBytes);
