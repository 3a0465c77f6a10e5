using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>Finds what moved in a sweep since somebody looked: states of all trials first, which is cheap, and the rest of those that
/// moved.</summary>
internal sealed class ChangeReads(SweepReading reading, string sweep)
{
    /// <summary>More trials than these are read together with those that did not move.</summary>
    private const int Many = 2000;

    private const string States =
        """
        SELECT t.number, t.status, t.attempts, t.epochs_done, CASE WHEN t.status = 'running' AND t.attempts > 1
          THEN (SELECT coalesce(max(r.epoch), 0) FROM report r WHERE r.trial_id = t.id AND r.attempt = t.attempts) ELSE 0 END
        FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep ORDER BY t.number
        """;

    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public SweepMoves Read(SweepRow row, IReadOnlyDictionary<int, TrialState>? known)
    {
        List<TrialState> moved = [.. All().Where(state => known is null || !known.TryGetValue(state.Number, out var was) || was != state)];
        if (known is null || moved.Count == 0) return new SweepMoves { Sweep = row, States = moved };
        var (points, reset, last) = Points(moved, known);
        return new SweepMoves
        {
            Sweep = row,
            States = moved,
            Trials = Trials(moved),
            Points = points,
            Reset = reset,
            ReportedAt = last is null ? null : UtcText.Parse(last),
        };
    }

    /// <summary>True when points that were told do not hold any more. A newer attempt goes on where the older one had a checkpoint, and
    /// what it reports again takes the older one's place.</summary>
    private static bool IsReset(TrialState was, TrialState now) =>
        now.EpochsDone < was.EpochsDone || (was.EpochsDone > 0 && (now.Attempts != was.Attempts || Overlaps(was, now)));

    /// <summary>How far an attempt came that has ended since is not told: it may have replaced epochs before its end.</summary>
    private static bool Overlaps(TrialState was, TrialState now) => was.Repeated < was.EpochsDone
        && (now.Repeated != was.Repeated || (was is { Status: TrialStatus.Running, Attempts: > 1 } && now.Status != TrialStatus.Running));

    private IEnumerable<TrialState> All()
    {
        using var rows = reading.Open(States);
        var (word, status) = ("", TrialStatus.Planned);
        while (rows.Read())
        {
            if (rows.GetString(1) is var text && text != word) (word, status) = (text, EnumText.Parse<TrialStatus>(text, "status"));
            yield return new TrialState(rows.GetInt32(0), status, rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4));
        }
    }

    private List<TrialRow> Trials(List<TrialState> moved)
    {
        var some = moved.Count > Many ? "" : $"AND t.number IN ({string.Join(", ", moved.Select(state => state.Number))})";
        using var rows = reading.Open($"SELECT {TrialReader.Columns} FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN config c " +
            $"ON c.id = t.config_id WHERE s.name = @sweep {some} ORDER BY t.number");
        var reader = new TrialReader(rows);
        var numbers = moved.Count > Many ? moved.Select(state => state.Number).ToHashSet() : null;
        var trials = new List<TrialRow>();
        while (rows.Read()) if (numbers is null || numbers.Contains(rows.GetInt32(1))) trials.Add(reader.Current());
        return trials;
    }

    private (List<CurvePoint> Points, List<int> Reset, string? Last) Points(
        List<TrialState> moved, IReadOnlyDictionary<int, TrialState> known)
    {
        var (points, reset, last) = (new List<CurvePoint>(), new List<int>(), (string?)null);
        foreach (var now in moved)
        {
            var was = known.GetValueOrDefault(now.Number);
            var isReset = IsReset(was, now);
            if (isReset) reset.Add(now.Number);
            var after = isReset ? 0 : was.EpochsDone;
            if (now.EpochsDone <= after) continue;
            foreach (var (epoch, value, at) in reading.Query<(int Epoch, double Value, string At)>(
                """
                SELECT r.epoch, r.metric, r.reported_at FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id
                WHERE s.name = @sweep AND t.number = @number AND r.epoch > @after AND r.metric IS NOT NULL ORDER BY r.epoch
                """,
                new { sweep, number = now.Number, after }))
            {
                points.Add(new CurvePoint(now.Number, epoch, value));
                if (last is null || string.CompareOrdinal(at, last) > 0) last = at;
            }
        }

        return (points, reset, last);
    }
}
