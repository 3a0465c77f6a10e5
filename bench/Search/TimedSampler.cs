using System.Runtime.InteropServices;
using Sweep.Search.Samplers;

namespace Sweep.Bench.Search;

/// <summary>Measures what each suggestion costs the thread that asks.</summary>
internal sealed class TimedSampler(ISampler sampler) : ISampler
{
    private const int ThisThread = 3;
    private readonly List<double> milliseconds = [];

    /// <summary>Processor time of each suggestion, in the order of asking.</summary>
    public IReadOnlyList<double> Milliseconds => milliseconds;

    public string Name => sampler.Name;

    public long? Count => sampler.Count;

    public bool IsAdaptive => sampler.IsAdaptive;

    public Suggestion? Suggest(long index, SearchHistory history)
    {
        var began = Now();
        var suggestion = sampler.Suggest(index, history);
        milliseconds.Add(Now() - began);
        return suggestion;
    }

    private static double Now() => clock_gettime(ThisThread, out var now) == 0 ? now.Seconds * 1e3 + now.Nanoseconds * 1e-6 : 0;

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Moment now);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
