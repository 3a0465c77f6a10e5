using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;

namespace Sweep.Reports.Pictures;

/// <summary>Reads which attempt ran on which slot, and when.</summary>
public static class SlotsReader
{
    /// <summary>So many parts of the time can be told apart in a picture.</summary>
    private const double Seen = 600;

    /// <summary>Reads the attempts of a sweep; see <see cref="Of"/>.</summary>
    public static async Task<SlotsPicture> Read(ILedgerView ledger, SweepRow sweep, DateTimeOffset? now, int most = 2000) =>
        Of(sweep.Name, await ledger.ListAttempts(sweep.Name), now, most);

    /// <summary>The picture of attempts up to now, UTC; null where the sweep does not run: attempts without an end were interrupted then,
    /// and end at the last that was heard of them. Beyond so many, neighbours too short to be seen are drawn together.</summary>
    public static SlotsPicture Of(string sweep, IReadOnlyList<AttemptRow> attempts, DateTimeOffset? now, int most = 2000)
    {
        if (attempts.Count == 0)
            return new SlotsPicture(sweep, From: null, Seconds: 0, Slots: [], Spans: [], Lost: 0, Idle: 0, Notes: []);
        var first = attempts.Min(attempt => attempt.StartedAt);
        var names = attempts.Select(attempt => attempt.Slot).Distinct().OrderBy(slot => slot.Node, StringComparer.Ordinal)
            .ThenBy(slot => slot.Device, StringComparer.Ordinal).ThenBy(slot => slot.Index)
            .ThenBy(slot => slot.Text, StringComparer.Ordinal).ToList();
        var placeOf = names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place);
        var spans = attempts.Select(attempt => Span(attempt, placeOf[attempt.Slot], first, now))
            .OrderBy(span => span.From).ThenBy(span => span.Trial).ToList();
        var seconds = spans.Max(span => span.To);
        var sums = Sums(spans, names.Count);
        var slots = names.Select((name, place) => new SlotTime(name.Text, sums[place].Attempts, sums[place].Lost,
            seconds > 0 ? Math.Clamp(1 - (sums[place].Busy / seconds), 0, 1) : 0)).ToList();
        var shown = spans.Count <= most ? spans : Joined(spans, seconds / Seen);
        return new SlotsPicture(
            Sweep: sweep,
            From: first,
            Seconds: seconds,
            Slots: slots,
            Spans: shown,
            Lost: slots.Sum(slot => slot.Lost),
            Idle: slots.Average(slot => slot.Idle),
            Notes: shown.Count == spans.Count ? [] : [$"{spans.Count:N0} attempts; neighbours too short to be seen are drawn together"]);
    }

    private static SlotSpan Span(AttemptRow attempt, int slot, DateTimeOffset first, DateTimeOffset? now)
    {
        var from = (attempt.StartedAt - first).TotalSeconds;
        // Where the end does not tell how long it ran, its accepted epochs do, at the least.
        var outcome = attempt.Outcome ?? (now is null ? AttemptOutcome.Interrupted : null);
        var to = outcome is null ? (now!.Value - first).TotalSeconds
            : attempt.ReportedSeconds > 0 ? from + attempt.ReportedSeconds : ((attempt.EndedAt ?? attempt.StartedAt) - first).TotalSeconds;
        return new SlotSpan(slot, attempt.Trial, attempt.Attempt, from, Math.Max(from, to), outcome?.SnakeCase(),
            outcome is { } end && FailureClass.Of(end).IsFailure);
    }

    /// <summary>By slot the attempts, those lost, and the seconds in which one ran; what overlaps counts once.</summary>
    private static (int Attempts, int Lost, double Busy)[] Sums(IEnumerable<SlotSpan> spans, int slots)
    {
        var (sums, until) = (new (int Attempts, int Lost, double Busy)[slots], new double[slots]);
        foreach (var span in spans)
        {
            ref var sum = ref sums[span.Slot];
            sum.Attempts++;
            if (span.IsLost) sum.Lost++;
            sum.Busy += Math.Max(0, span.To - Math.Max(span.From, until[span.Slot]));
            until[span.Slot] = Math.Max(until[span.Slot], span.To);
        }

        return sums;
    }

    private static List<SlotSpan> Joined(IEnumerable<SlotSpan> spans, double least)
    {
        var joined = new List<SlotSpan>();
        var last = new Dictionary<(int Slot, string? Outcome), int>();
        foreach (var span in spans)
        {
            if (last.TryGetValue((span.Slot, span.Outcome), out var before) && span.From - joined[before].To <= least
                && (span.To <= joined[before].To || Math.Min(span.To - span.From, joined[before].To - joined[before].From) < 2 * least))
            {
                joined[before] = joined[before] with { To = Math.Max(joined[before].To, span.To) };
                continue;
            }

            last[(span.Slot, span.Outcome)] = joined.Count;
            joined.Add(span);
        }

        return joined;
    }
}
