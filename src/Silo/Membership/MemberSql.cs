namespace Sweep.Silo.Membership;

/// <summary>The statements of the membership, the same in SQLite and PostgreSQL. Times are UTC text of fixed width.</summary>
internal static class MemberSql
{
    private const string Columns =
        "address AS Address, etag AS Etag, name AS Name, host AS Host, status AS Status, proxy_port AS ProxyPort, started_at AS " +
            "StartedAt, alive_at AS AliveAt, suspects AS Suspects";

    /// <summary>Whether the cluster has a version; no lock is needed to see it.</summary>
    public const string HasVersion = "SELECT count(*) > 0 FROM member_version WHERE cluster = @cluster";

    public const string AddVersion = "INSERT INTO member_version(cluster, version) VALUES (@cluster, 0) ON CONFLICT DO NOTHING";

    /// <summary>The version and, beside it, every row: one statement, so that both are of the same moment.</summary>
    public const string ReadAll = $"SELECT v.version AS Version, {Columns} FROM member_version v LEFT JOIN member m ON m.cluster = " +
        "v.cluster WHERE v.cluster = @cluster";

    public const string ReadOne = $"SELECT v.version AS Version, {Columns} FROM member_version v LEFT JOIN member m ON m.cluster = " +
        "v.cluster AND m.address = @address WHERE v.cluster = @cluster";

    /// <summary>Raises the version if nobody else did since it was read: whoever comes second changes no row.</summary>
    public const string Bump = "UPDATE member_version SET version = version + 1 WHERE cluster = @cluster AND version = @version";

    public const string Insert =
        """
        INSERT INTO member(cluster, address, etag, name, host, status, proxy_port, started_at, alive_at, suspects)
        VALUES (@cluster, @address, 0, @name, @host, @status, @proxyPort, @startedAt, @aliveAt, @suspects) ON CONFLICT DO NOTHING
        """;

    /// <summary>Whoever votes against a silo read its row a moment ago: the silo's own later sign of life stays.</summary>
    public const string Update =
        """
        UPDATE member SET etag = etag + 1, name = @name, host = @host, status = @status, proxy_port = @proxyPort, started_at = @startedAt,
          suspects = @suspects, alive_at = CASE WHEN alive_at < @aliveAt THEN @aliveAt ELSE alive_at END
        WHERE cluster = @cluster AND address = @address AND etag = @etag
        """;

    public const string Alive = "UPDATE member SET alive_at = @aliveAt WHERE cluster = @cluster AND address = @address";

    /// <summary>Rows of silos that are gone for long; 3 is Active.</summary>
    public const string DeleteDefunct =
        "DELETE FROM member WHERE cluster = @cluster AND status <> 3 AND alive_at < @before AND started_at < @before";

    /// <summary>The version stays and rises: a silo that sees it fall ends itself.</summary>
    public const string DeleteAll =
        "DELETE FROM member WHERE cluster = @cluster; UPDATE member_version SET version = version + 1 WHERE cluster = @cluster";

    /// <summary>Names of the members that signed lately.</summary>
    public const string Living = "SELECT DISTINCT name FROM member WHERE cluster = @cluster AND status = 3 AND alive_at >= @since AND " +
        "alive_at <= @until ORDER BY name";

    public const string Gateways = "SELECT address AS Address, proxy_port AS ProxyPort FROM member WHERE cluster = @cluster AND status = " +
        "3 AND proxy_port > 0 ORDER BY address";
}
