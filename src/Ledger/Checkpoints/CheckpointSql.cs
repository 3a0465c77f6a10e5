using Dapper;

namespace Sweep.Ledger.Checkpoints;

/// <summary>The statements of a storage, as both databases understand them.</summary>
/// <remarks>Parts are written under a number of their own before the row of the checkpoint names it: readers follow the row, so a save that
/// is cut off has changed nothing. Its parts go with a later save of the same checkpoint.</remarks>
internal static class CheckpointSql
{
    public const string Find =
        "SELECT attempt, epoch, batch, sha256, bytes, upload FROM checkpoint WHERE sweep = @sweep AND trial = @trial AND kind = @kind";

    public const string AddPart =
        "INSERT INTO checkpoint_part (sweep, trial, kind, upload, number, made_at, content) VALUES (@sweep, @trial, @kind, @upload, " +
            "@number, @madeAt, @content)";

    public const string CountParts =
        "SELECT count(*) FROM checkpoint_part WHERE sweep = @sweep AND trial = @trial AND kind = @kind AND upload = @upload";

    public const string ReadPart =
        "SELECT content FROM checkpoint_part WHERE sweep = @sweep AND trial = @trial AND kind = @kind AND upload = @upload AND " +
            "number = @number";

    public const string DropUpload =
        "DELETE FROM checkpoint_part WHERE sweep = @sweep AND trial = @trial AND kind = @kind AND upload = @upload";

    /// <summary>Parts of the checkpoint that was replaced, and of saves that were cut off long ago.</summary>
    public const string DropOld =
        "DELETE FROM checkpoint_part WHERE sweep = @sweep AND trial = @trial AND kind = @kind AND upload <> @upload AND (upload = " +
            "@replaced OR made_at < @longAgo)";

    public const string Delete = """
        DELETE FROM checkpoint WHERE sweep = @sweep AND trial = @trial AND kind = @kind;
        DELETE FROM checkpoint_part WHERE sweep = @sweep AND trial = @trial AND kind = @kind
        """;

    /// <summary>What trials of a sweep kept for others to begin with.</summary>
    public const string DeleteKept = $"""
        DELETE FROM checkpoint WHERE sweep = @sweep AND kind LIKE '{CheckpointKey.KeptPrefix}%';
        DELETE FROM checkpoint_part WHERE sweep = @sweep AND kind LIKE '{CheckpointKey.KeptPrefix}%'
        """;

    /// <summary>A trial in a final status goes on nowhere: what comes late to go on from would stay for ever.</summary>
    public const string Replace = """
        INSERT INTO checkpoint (sweep, trial, kind, attempt, epoch, batch, sha256, bytes, upload)
        SELECT @sweep, @trial, @kind, @attempt, @epoch, @batch, @sha256, @bytes, @upload
        WHERE @kind <> 'last' OR NOT EXISTS (
          SELECT 1 FROM sweep s JOIN trial t ON t.sweep_id = s.id
          WHERE s.name = @sweep AND t.number = @trial AND t.status NOT IN ('planned', 'running', 'paused'))
        ON CONFLICT (sweep, trial, kind) DO UPDATE SET
          attempt = excluded.attempt, epoch = excluded.epoch, batch = excluded.batch,
          sha256 = excluded.sha256, bytes = excluded.bytes, upload = excluded.upload
        WHERE excluded.attempt >= checkpoint.attempt
          AND (@any OR excluded.epoch > checkpoint.epoch OR (excluded.epoch = checkpoint.epoch AND excluded.batch >= checkpoint.batch))
        """;

    public static string CreateTables(string bytes) => $"""
        CREATE TABLE IF NOT EXISTS checkpoint (
          sweep TEXT NOT NULL, trial BIGINT NOT NULL, kind TEXT NOT NULL,
          attempt BIGINT NOT NULL, epoch BIGINT NOT NULL, batch BIGINT NOT NULL,
          sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, upload TEXT NOT NULL,
          PRIMARY KEY (sweep, trial, kind));
        CREATE TABLE IF NOT EXISTS checkpoint_part (
          sweep TEXT NOT NULL, trial BIGINT NOT NULL, kind TEXT NOT NULL, upload TEXT NOT NULL, number BIGINT NOT NULL,
          made_at BIGINT NOT NULL, content {bytes} NOT NULL,
          PRIMARY KEY (sweep, trial, kind, upload, number))
        """;

    /// <summary>Parameters that every statement has.</summary>
    public static DynamicParameters Of(CheckpointKey key, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.Add("sweep", key.Sweep);
        parameters.Add("trial", (long)key.Trial);
        parameters.Add("kind", key.KindText);
        return parameters;
    }
}
