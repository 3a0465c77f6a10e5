using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sweep.Experiments.Data;
using Sweep.Models.Native;
using static TorchSharp.torch;

namespace Sweep.Bench.Texts;

/// <summary>What a large text takes: time and memory to cut it into tokens, and to read batches of the tokens that are there. One
/// process for each figure, because memory at its peak is that of a process.</summary>
internal static class TextBenchmark
{
    private const int Words = 200_000;
    private const int LongestWord = 10;
    private const int MostBatches = 20_000;
    private static readonly BatchShape Shape = new(32, 35, Sampling.Random);
    private static readonly string[] Kinds = ["letters char", "raw char", "raw word", "raw byte", "raw bpe"];

    /// <summary>Writes a text and the table.</summary>
    public static async Task<int> Run(int megabytes, TextWriter output)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "text.txt");
        Write(file, megabytes);
        await output.WriteLineAsync($"A text of {megabytes:N0} MiB.\n");
        await output.WriteLineAsync(
            "| tokens | cut: seconds | peak, MiB | of it not of files | again: seconds | batches/s | peak, MiB | of it not of files |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var kind in Kinds)
        {
            var (cut, epoch) = (await Child(file, folder.Path, kind, "cut"), await Child(file, folder.Path, kind, "epoch"));
            await output.WriteLineAsync($"| {kind} | {cut} | {epoch} |");
        }
        return 0;
    }

    /// <summary>One figure, in a process of its own.</summary>
    public static int One(string file, string data, string kind, string what, TextWriter output)
    {
        using var watch = new PeakMemory();
        var words = kind.Split(' ');
        var options = new CorpusOptions
        {
            Corpus = file,
            Text = Enum.Parse<TextMode>(words[0], ignoreCase: true),
            Token = Enum.Parse<TokenKind>(words[1], ignoreCase: true),
            MinFreq = 5,
            VocabSize = 8192,
        };
        var began = Stopwatch.GetTimestamp();
        var corpus = new CorpusCatalog(data, new HttpClient()).Load(options);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var speed = what == "epoch" ? $" | {Epoch(corpus):N0}" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F1}{speed} | {watch.Mebibytes}"));
        return 0;
    }

    private static double Epoch(Corpus corpus)
    {
        Libtorch.Load();
        using var training = new TrainingBatches(corpus.Train, Shape, CPU);
        using var epoch = training.Epoch(seed: 1, epoch: 1);
        var count = Math.Min(epoch.Count, MostBatches);
        var began = Stopwatch.GetTimestamp();
        for (var k = 0; k < count; k++)
        {
            using var scope = NewDisposeScope();
            _ = epoch[k];
        }
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<string> Child(string file, string data, string kind, string what)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(TextBenchmark).Assembly.Location);
        foreach (var word in new[] { "text", file, data, kind, what }) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{kind} {what} ended with {process.ExitCode}");
    }

    /// <summary>Words of letters whose frequencies fall as 1 / rank, some of them not ASCII, with punctuation and line ends.</summary>
    private static void Write(string file, int megabytes)
    {
        var random = new Random(1);
        const string letters = "etaoinshrdlucmfwypvbgkjqxzäöüéßшжю你好";
        var words = Enumerable.Range(0, Words).Select(_ => Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, 1 + random.Next(LongestWord)).Select(_ => letters[Low(letters.Length)])))).ToArray();
        var frequencies = ZipfTokens.Cumulative(Words);
        byte[][] between = [" "u8.ToArray(), " "u8.ToArray(), " "u8.ToArray(), ", "u8.ToArray(), ".\n"u8.ToArray(), " 42 "u8.ToArray()];
        using var stream = new BufferedStream(File.Create(file), 1 << 20);
        while (stream.Position < (long)megabytes << 20)
        {
            foreach (var word in ZipfTokens.Draw(random, frequencies, 1000))
            {
                stream.Write(words[word]);
                stream.Write(between[random.Next(between.Length)]);
            }
        }

        int Low(int below) => (int)(below * Math.Pow(random.NextDouble(), 3));
    }
}
