using Sweep.Page.Access;

namespace Sweep.Page.Tests;

/// <summary>Who may see a page.</summary>
public sealed class AccessRulesTests
{
    private static readonly PageSecret Secret = new(new byte[PageSecret.Length]);

    private readonly AccessRules rules = new(Secret, AccessRules.LoopbackNames.Contains);

    private static AccessRequest WithCookie => new("GET", "127.0.0.1", "/api/sweeps", Cookie: Secret.Cookie);

    [Fact]
    public void The_cookie_opens_and_nothing_else_that_looks_like_it()
    {
        Assert.Equal(AccessVerdict.Pass, rules.Judge(WithCookie));
        Assert.Equal(AccessVerdict.Pass, rules.Judge(WithCookie with { Method = "HEAD" }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(WithCookie with { Cookie = null }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(WithCookie with { Cookie = "" }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(WithCookie with { Cookie = Secret.Token }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(WithCookie with { Cookie = Secret.Cookie + " " }));
    }

    [Fact]
    public void The_token_is_exchanged_in_an_address_and_passes_in_a_header()
    {
        var none = WithCookie with { Cookie = null };

        Assert.Equal(AccessVerdict.Exchange, rules.Judge(none with { Token = Secret.Token }));
        Assert.Equal(AccessVerdict.Pass, rules.Judge(none with { Authorization = "Bearer " + Secret.Token }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(none with { Token = Secret.Cookie }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(none with { Token = "" }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(none with { Authorization = Secret.Token }));
        Assert.Equal(AccessVerdict.NoAccess, rules.Judge(WithCookie with { Token = "wrong" }));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("", false)]
    public void A_foreign_host_is_refused_whatever_else_is_right(string host, bool isOwn) => Assert.Equal(
        isOwn ? AccessVerdict.Pass : AccessVerdict.ForeignHost, rules.Judge(WithCookie with { Host = host }));

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("get")]
    public void Nothing_is_changed_through_a_page(string method) =>
        Assert.Equal(AccessVerdict.WrongMethod, rules.Judge(WithCookie with { Method = method }));

    [Theory]
    [InlineData("same-origin", "/api/sweeps", true)]
    [InlineData("none", "/api/sweeps", true)]
    [InlineData("same-site", "/api/sweeps", false)]
    [InlineData("cross-site", "/web/main.js", false)]
    [InlineData("same-site", "/s/cells", true)]
    [InlineData("cross-site", "/s/cells", false)]
    public void Another_server_of_the_same_machine_may_lead_here_and_not_fetch(string site, string path, bool passes) => Assert.Equal(
        passes ? AccessVerdict.Pass : AccessVerdict.NoAccess, rules.Judge(WithCookie with { Site = site, Path = path }));
}
