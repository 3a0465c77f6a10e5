using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sweep.Ledger;
using Sweep.Page.Sources;
using Sweep.Reports.Tables;

namespace Sweep.Page.Answers;

/// <summary>Learning curves as bytes: a header in JSON, then epochs and values of all points as 32-bit numbers, little-endian.</summary>
internal sealed class CurvesAnswer(OpenSweep sweep)
{
    /// <summary>Points of one trial unless others are asked for.</summary>
    public const int DefaultPoints = 100;

    /// <summary>Points that are sent at once: more would take a browser longer to draw than a person waits.</summary>
    public const int MostPoints = 500_000;

    /// <returns>What writes them.</returns>
    /// <param name="metric">Name of the metric; null = the sweep's own.</param>
    /// <param name="points">Points of one trial at most, about.</param>
    /// <param name="asked">Trials: numbers with commas, <c>best:N</c>; null = all.</param>
    public async Task<Action<Stream>> Make(string? metric, int points, string? asked, string? version)
    {
        var states = (await sweep.Ledger.ReadChanges(sweep.Name, null))?.States ?? [];
        var wanted = asked is null ? states : await Wanted(states, asked);
        var step = StepOf(states, points);
        var shown = await Fitting(wanted, step);
        var query = new CurveQuery(metric ?? sweep.Row.Metric)
        {
            Step = step,
            Trials = shown.Count == states.Count ? null : [.. shown.Select(state => state.Number)],
        };
        return await Task.Run(() => Read(query, shown, wanted.Count - shown.Count, version));
    }

    /// <summary>Every so many epochs are shown, so that no trial has more points than asked for, about.</summary>
    internal static int StepOf(IReadOnlyList<TrialState> states, int points) =>
        Math.Max(1, (int)Math.Ceiling(states.Select(state => state.EpochsDone).DefaultIfEmpty().Max() / (double)points));

    private static int PointsOf(TrialState state, int step) => Math.Min(state.EpochsDone, (state.EpochsDone / step) + 2);

    /// <exception cref="PageRefusedException">The text names no trials.</exception>
    private async Task<IReadOnlyList<TrialState>> Wanted(IReadOnlyList<TrialState> states, string asked)
    {
        if (asked.StartsWith("best:", StringComparison.Ordinal) && int.TryParse(asked.AsSpan(5), out var count) && count > 0)
        {
            var ranked = await sweep.Rank(await sweep.Ledger.ReadResults(sweep.Name));
            var best = ranked.Take(count).SelectMany(config => config.Trials).ToHashSet();
            return [.. states.Where(state => best.Contains(state.Number))];
        }

        var numbers = asked.Split(',').Select(word => int.TryParse(word, out var number) && number >= 0 ? number
            : throw PageRefusedException.BadInput($"'trials' expects numbers with commas, or best:N, found '{asked}'")).ToHashSet();
        return [.. states.Where(state => numbers.Contains(state.Number))];
    }

    /// <summary>All, or those with the best values as long as there is room.</summary>
    private async Task<IReadOnlyList<TrialState>> Fitting(IReadOnlyList<TrialState> wanted, int step)
    {
        if (wanted.Sum(state => (long)PointsOf(state, step)) <= MostPoints) return wanted;
        var metrics = (await sweep.Ledger.ReadResults(sweep.Name)).Trials.ToDictionary(trial => trial.Number, trial => trial.Metric);
        var worst = sweep.Row.Maximize ? double.NegativeInfinity : double.PositiveInfinity;
        var byValue = wanted.OrderBy(state =>
            (metrics.GetValueOrDefault(state.Number) ?? worst) * (sweep.Row.Maximize ? -1 : 1)).ThenBy(state => state.Number);
        var (room, kept) = ((long)MostPoints, new List<TrialState>());
        foreach (var state in byValue)
        {
            room -= PointsOf(state, step);
            if (room < 0) break;
            kept.Add(state);
        }

        return [.. kept.OrderBy(state => state.Number)];
    }

    private Action<Stream> Read(CurveQuery query, IReadOnlyList<TrialState> shown, int leftOut, string? version)
    {
        var (epochs, values) = (new List<float>(), new List<float>());
        var (counts, placeOf) = (new int[shown.Count], new Dictionary<int, int>(shown.Count));
        for (var place = 0; place < shown.Count; place++) placeOf.Add(shown[place].Number, place);
        using (var curves = sweep.Ledger.ReadCurves(sweep.Name, query))
        {
            foreach (var point in curves.Rows)
            {
                // A trial that was added meanwhile comes with the next event.
                if (!placeOf.TryGetValue(point.Trial, out var place)) continue;
                counts[place]++;
                epochs.Add(point.Epoch);
                values.Add((float)point.Value);
            }
        }

        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(place => counts[place] > 0)];
        var header = JsonSerializer.SerializeToUtf8Bytes(new
        {
            Version = version,
            query.Metric,
            query.Step,
            Points = values.Count,
            Trials = kept.Select(place => shown[place].Number),
            Attempt = kept.Select(place => shown[place].Attempts),
            Count = kept.Select(place => counts[place]),
            LeftOut = leftOut,
            Note = leftOut == 0 ? null : $"the {shown.Count:N0} trials with the best values are drawn; {leftOut:N0} others are left out",
        }, JsonLines.Options);
        return to => Write(to, header, CollectionsMarshal.AsSpan(epochs), CollectionsMarshal.AsSpan(values));
    }

    private static void Write(Stream to, byte[] header, ReadOnlySpan<float> epochs, ReadOnlySpan<float> values)
    {
        var start = new byte[4 + ((header.Length + 3) / 4 * 4)];
        start.AsSpan(4).Fill((byte)' ');
        BinaryPrimitives.WriteInt32LittleEndian(start, start.Length - 4);
        header.CopyTo(start, 4);
        to.Write(start);
        Write(to, epochs);
        Write(to, values);
    }

    private static void Write(Stream to, ReadOnlySpan<float> numbers)
    {
        if (BitConverter.IsLittleEndian)
        {
            to.Write(MemoryMarshal.AsBytes(numbers));
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
            to.Write(bytes);
        }
    }
}
