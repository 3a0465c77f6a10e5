using Sweep.Ledger.Postgres;

namespace Sweep.Ledger.Tests;

/// <summary>What a statement about one row becomes when it is about many. That the server does the same with both, the tests of the rule
/// book say.</summary>
public sealed class PreparedCallTests
{
    private const string Rows = "unnest($1::bigint[], $2::text[]) AS row_of (p1, p2)";

    [Theory]
    [InlineData(
        "INSERT INTO t (a, b) VALUES ($1, $2)",
        $"INSERT INTO t (a, b) SELECT new_row.* FROM {Rows}, LATERAL (VALUES (row_of.p1, row_of.p2)) new_row")]
    [InlineData(
        "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
        $"INSERT INTO t (a, b) SELECT new_row.* FROM {Rows}, LATERAL (VALUES (row_of.p1, row_of.p2)) new_row " +
            "ON CONFLICT (a) DO UPDATE SET b = excluded.b")]
    [InlineData("UPDATE t SET b = $2 WHERE a = $1", $"UPDATE t SET b = row_of.p2 FROM {Rows} WHERE a = row_of.p1")]
    [InlineData("DELETE FROM t WHERE a = $1 AND b > $2", $"DELETE FROM t USING {Rows} WHERE a = row_of.p1 AND b > row_of.p2")]
    [InlineData(
        "SELECT c FROM t WHERE a = $1 AND b = $2",
        $"SELECT found.* FROM {Rows}, LATERAL (SELECT c FROM t WHERE a = row_of.p1 AND b = row_of.p2 OFFSET 0) found")]
    public void A_statement_about_one_row_becomes_one_over_arrays(string one, string many) =>
        Assert.Equal(many, PreparedCall.OverArrays(one, ["bigint", "text"]));

    [Theory]
    [InlineData("SELECT c FROM t WHERE a = $1 FOR NO KEY UPDATE")]
    [InlineData("UPDATE t SET b = (SELECT max(c) FROM u WHERE d = $1) WHERE a = $1")]
    [InlineData("INSERT INTO t (a) VALUES ($1) RETURNING a")]
    [InlineData("WITH x AS (SELECT $1) SELECT * FROM x")]
    public void Another_statement_stays_one_for_each_row(string sql) => Assert.Null(PreparedCall.OverArrays(sql, ["bigint"]));
}
