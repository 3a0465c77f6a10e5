using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public sealed class DownloadedTextSourceTests : IDisposable
{
    private static readonly byte[] Content = "hello world"u8.ToArray();
    private static readonly CorpusOptions Options = new() { Corpus = "greeting" };

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    private string DataFolder => Path.Combine(folder.Path, "data");

    private string FilePath => Path.Combine(DataFolder, "greeting.txt");

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_downloaded_once_checked_and_kept()
    {
        await using var server = LoopbackServer.Giving(Content);

        var first = Read(Source(server.Address));
        var second = Read(Source(server.Address));

        Assert.Equal("hello world", first.Text);
        Assert.Equal("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9", first.Sha256);
        Assert.Equal((first.Text, first.Sha256), (second.Text, second.Sha256));
        Assert.Equal(1, server.Requests);
        Assert.Equal([FilePath], Directory.GetFiles(DataFolder));
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes()
    {
        await using var server = LoopbackServer.Giving(Content);
        var seen = new Recorder();

        Read(Source(server.Address, progress: seen));

        Assert.Equal(new DownloadProgress("greeting", 11, 11), seen.Reports[^1]);
    }

    [Fact]
    public void A_file_that_is_there_needs_no_network()
    {
        Directory.CreateDirectory(DataFolder);
        File.WriteAllBytes(FilePath, Content);
        using var noNetwork = new HttpClient(new RefusingHandler());

        Assert.Equal("hello world", Read(Source(new Uri("http://127.0.0.1:1/"), noNetwork)).Text);
    }

    [Fact]
    public void A_wrong_file_that_is_there_is_named_and_left_alone()
    {
        Directory.CreateDirectory(DataFolder);
        File.WriteAllText(FilePath, "other");

        var message = Refused(Source(new Uri("http://127.0.0.1:1/")));

        Assert.Contains($"{FilePath} is another file: expected SHA-1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed, found " +
            "d0941e68da8f38151ff86a61fc59f7c5cf9fcaa2", message);
        Assert.Contains("delete it", message);
        Assert.Equal("other", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task A_download_with_another_hash_is_not_kept()
    {
        await using var server = LoopbackServer.Giving("a login page of a hotel"u8.ToArray());

        var message = Refused(Source(server.Address));

        Assert.Contains("gave another file: expected SHA-1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed", message);
        Assert.Contains(FilePath, message);
        Assert.False(Directory.Exists(DataFolder));
    }

    [Fact]
    public void Without_a_network_the_message_says_where_to_put_the_file()
    {
        var message = Refused(Source(ClosedPort()));

        Assert.Contains("cannot download http://127.0.0.1", message);
        Assert.Contains($"at {FilePath} by hand, or set SWEEP_DATA", message);
        Assert.Contains("11 bytes, SHA-1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed", message);
    }

    [Fact]
    public async Task A_server_that_refuses_is_no_network()
    {
        await using var server = LoopbackServer.Refusing();

        Assert.Contains("403", Refused(Source(server.Address)));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using var server = LoopbackServer.FallingSilentAfter("hello"u8.ToArray());

        var message = Refused(Source(server.Address, silenceLimit: TimeSpan.FromMilliseconds(300)));

        Assert.Contains("nothing arrived", message);
        Assert.Contains(FilePath, message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_says_where_to_put_the_file()
    {
        await using var server = LoopbackServer.Giving(Content);
        File.WriteAllText(DataFolder, "a file where the folder should be");

        Assert.Contains($"at {FilePath} by hand, or set SWEEP_DATA", Refused(Source(server.Address)));
    }

    [Fact]
    public async Task A_cancelled_download_ends_as_cancelled()
    {
        await using var server = LoopbackServer.FallingSilentAfter("hello"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var source = Source(server.Address, progress: new Recorder(_ => cancel.Cancel()));

        Assert.ThrowsAny<OperationCanceledException>(() => source.Read(Options, cancel.Token));
    }

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }

    private static CorpusText Read(DownloadedTextSource source) => source.Read(Options, CancellationToken.None);

    private static string Refused(DownloadedTextSource source) => Assert.Throws<CorpusException>(() => Read(source)).Message;

    private DownloadedTextSource Source(
        Uri address, HttpClient? client = null, IProgress<DownloadProgress>? progress = null, TimeSpan? silenceLimit = null)
    {
        var text = new DownloadedText(
            "greeting", "greeting.txt", address, Sha1: "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed", Bytes: Content.Length);
        return new DownloadedTextSource(text, DataFolder, client ?? http, progress, silenceLimit);
    }

    private sealed class Recorder(Action<DownloadProgress>? also = null) : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            also?.Invoke(value);
        }
    }
}
