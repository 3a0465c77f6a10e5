using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sweep.Search.Randomness;

namespace Sweep.Testing.Fuzz;

/// <summary>Checks many mutated inputs on all cores. One of each kind of failure is made small and shown with the seed and the number
/// that make it again.</summary>
/// <remarks><c>SWEEP_FUZZ</c> = number of inputs, <c>SWEEP_FUZZ_SEED</c> = seed,
/// <c>SWEEP_FUZZ_FIRST</c> = number of the first one (CONTRIBUTING.md).</remarks>
internal sealed class FuzzRun(Mutator mutator, Action<byte[]> check)
{
    private const long MostAllocated = 4L << 30;
    private const int MostShrinking = 3000;
    private const int MostKinds = 20;

    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(2);

    private readonly long seed = Variable("SWEEP_FUZZ_SEED", 1);
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (long Number, Exception Error)> failures = new(StringComparer.Ordinal);
    private (long Number, double Seconds) slowest;
    private (long Number, long Bytes) largest;
    private long next;

    /// <summary>Checks <paramref name="standard"/> inputs, or as many as the environment says.</summary>
    public async Task Run(int standard)
    {
        var first = Variable("SWEEP_FUZZ_FIRST", 0);
        var end = first + Variable("SWEEP_FUZZ", standard);
        next = first;
        var running = new Case?[Environment.ProcessorCount];
        var work = Task.WhenAll(Enumerable.Range(0, running.Length).Select(core => Task.Factory.StartNew(
            () => Take(end, current => Volatile.Write(ref running[core], current)), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1))) != work)
        {
            foreach (var hanging in running.Where(current => current is not null && Stopwatch.GetElapsedTime(current.Began) > HangLimit))
                Assert.Fail($"number {hanging!.Number} of seed {seed} does not end:\n{Show(Input(hanging.Number))}");
        }

        await work;
        if (failures.Count > 0) Assert.Fail(string.Join("\n\n", failures.Values.Select(found => Report(found.Number, found.Error))));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{end - first:N0} inputs of seed {seed}; the slowest is number {slowest.Number} with {slowest.Seconds:0.00} s, the largest " +
                $"number {largest.Number} with {largest.Bytes / 1e6:0} MB allocated"));
    }

    private void Take(long end, Action<Case?> tell)
    {
        while (failures.Count < MostKinds)
        {
            var number = Interlocked.Increment(ref next) - 1;
            if (number >= end) break;
            var input = Input(number);
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            tell(new(number, began));
            var error = Failure(input);
            Note(number, Stopwatch.GetElapsedTime(began).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - allocated, error);
        }

        tell(null);
    }

    private void Note(long number, double seconds, long bytes, Exception? error)
    {
        if (error is null && bytes > MostAllocated)
            error = new InvalidOperationException($"it allocated {bytes:N0} bytes, more than {MostAllocated:N0}");
        if (error is null && seconds <= slowest.Seconds && bytes <= largest.Bytes) return;
        lock (gate)
        {
            if (error is not null && !(failures.TryGetValue(Kind(error), out var known) && known.Number < number))
                failures[Kind(error)] = (number, error);
            if (seconds > slowest.Seconds) slowest = (number, seconds);
            if (bytes > largest.Bytes) largest = (number, bytes);
        }
    }

    private byte[] Input(long number) => mutator.Next(new SeededRandom(SeededRandom.Derive(seed, number)));

    private Exception? Failure(byte[] input)
    {
        try
        {
            check(input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private string Report(long number, Exception error)
    {
        var small = Smaller(Input(number), Kind(error));
        return $"number {number} of seed {seed} (SWEEP_FUZZ=1 SWEEP_FUZZ_SEED={seed} " +
            $"SWEEP_FUZZ_FIRST={number}):\n{Show(small)}\n{Failure(small) ?? error}";
    }

    /// <summary>Failures with the same kind of exception from the same place have the same cause.</summary>
    private static string Kind(Exception error) =>
        $"{error.GetType()} {error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Sweep.", StringComparison.Ordinal))} " +
            $"{(error.Message.Length <= 40 ? error.Message : error.Message[..40])}";

    /// <summary>Leaves out whatever is not needed to fail in the same way.</summary>
    private byte[] Smaller(byte[] input, string kind)
    {
        var tries = 0;
        for (var part = input.Length; part > 0; part = Math.Min(part / 2, input.Length))
        {
            for (var start = 0; start < input.Length && tries < MostShrinking;)
            {
                byte[] shorter = [.. input[..start], .. input[Math.Min(start + part, input.Length)..]];
                tries++;
                if (Failure(shorter) is { } same && Kind(same) == kind) input = shorter;
                else start += part;
            }
        }

        return input;
    }

    /// <summary>As a literal of C#, one character for each byte.</summary>
    private static string Show(byte[] input)
    {
        var text = new StringBuilder("\"");
        foreach (var value in input)
        {
            text.Append(value switch
            {
                (byte)'\n' => "\\n",
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                >= 32 and < 127 => ((char)value).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}"),
            });
        }

        return text.Append('"').ToString();
    }

    private static long Variable(string name, long standard) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? long.Parse(text, CultureInfo.InvariantCulture)
        : standard;

    private sealed record Case(long Number, long Began);
}
