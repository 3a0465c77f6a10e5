using Sweep.Ledger.Postgres;

namespace Sweep.Ledger.Tests;

/// <summary>The scanner that finds calls, by the rules of https://www.postgresql.org/docs/current/sql-syntax-lexical.html.</summary>
public sealed class SqlCallsTests
{
    [Theory]
    [InlineData("select pg_sleep(1)", "pg_sleep")]
    [InlineData("select PG_Sleep (1)", "pg_sleep")]
    [InlineData("select pg_catalog.pg_sleep\n/* a /* nested */ comment */ -- and another\n(1)", "pg_sleep")]
    [InlineData("select \"pg_sleep\"(1), \"Odd\"\"Name\"(2)", "pg_sleep Odd\"Name")]
    [InlineData("select pg_catalog . \"pg_sleep\" (1)", "pg_sleep")]
    [InlineData("select 1 from trials where a in (1) and count(*) > f(g(2))", "in count f g")]
    [InlineData("select U&\"pg\\005fsleep\"(1)", "U& pg\\005fsleep")]
    [InlineData("select u&\"x\" (1)", "U& x")]
    [InlineData("select größe(1)", "größe")]
    [InlineData("select a$b(1)", "a$b")]
    [InlineData("select 'it''s f(1)', g(2)", "g")]
    [InlineData("select E'it\\'s f(1)', g(2)", "g")]
    [InlineData("select e'\\\\', g(2)", "g")]
    [InlineData("select 'a\\', g(2) --'", "g")]
    [InlineData("select namE'\\', g(2) --'", "g")]
    [InlineData("select $$f(1)$$, $a$ f(1) $$ $a$, g(2)", "g")]
    [InlineData("select $1, f(2)", "f")]
    [InlineData("select 1 -- f(1)\n, g(2) /* h(3) */", "g")]
    [InlineData("select 1 */* x */ f(1)", "f")]
    [InlineData("select 'an open end f(1)", "")]
    [InlineData("select $a$ f(1)", "")]
    [InlineData("select \"", "")]
    [InlineData("/* /* */ f(1)", "")]
    [InlineData("", "")]
    public void Names_that_may_be_calls_are_found(string sql, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), SqlCalls.In(sql)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Any_text_is_scanned_to_its_end()
    {
        var random = new Random(11);
        const string signs = "aE$'\"\\-/*(u& 1_\n.é";
        for (var i = 0; i < 100_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 24)).Select(_ => signs[random.Next(signs.Length)])]);
            Assert.DoesNotContain(
                "", SqlCalls.In(text).Where(name => name.Length == 0 && !text.Contains("\"\"", StringComparison.Ordinal)));
        }
    }
}
