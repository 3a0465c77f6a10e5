namespace Sweep.Page.Access;

/// <summary>What of a request decides whether it is answered; null = it has none.</summary>
/// <param name="Host">Name of the host without its port, as the request has it.</param>
/// <param name="Path">Path, from <c>/</c> on.</param>
/// <param name="Token">Value of <c>token</c> behind the <c>?</c>.</param>
/// <param name="Authorization">Value of the header <c>Authorization</c>.</param>
/// <param name="Site">Value of the header <c>Sec-Fetch-Site</c>, which browsers send: where the request comes from.</param>
public sealed record AccessRequest(
    string Method, string Host, string Path,
    string? Token = null, string? Cookie = null, string? Authorization = null, string? Site = null);

/// <summary>What becomes of a request.</summary>
public enum AccessVerdict
{
    Pass,

    /// <summary>It has the token of the link: it gets the cookie, and the same address without the token.</summary>
    Exchange,

    /// <summary>The host is not this server's.</summary>
    ForeignHost,

    /// <summary>Another method than GET or HEAD.</summary>
    WrongMethod,

    /// <summary>No cookie and no token, or a wrong one, or another site asks.</summary>
    NoAccess,
}

/// <summary>Who may see a page.</summary>
/// <param name="isOwnHost">Whether a name is this server's. A page of another site must not reach it through a name of its own.</param>
public sealed class AccessRules(PageSecret secret, Func<string, bool> isOwnHost)
{
    private const string Bearer = "Bearer ";

    /// <summary>Names under which a machine reaches itself.</summary>
    public static IReadOnlyList<string> LoopbackNames { get; } = ["127.0.0.1", "localhost", "[::1]", "::1"];

    public AccessVerdict Judge(AccessRequest request)
    {
        if (!isOwnHost(request.Host)) return AccessVerdict.ForeignHost;
        if (request.Method is not ("GET" or "HEAD")) return AccessVerdict.WrongMethod;
        if (request.Token is not null) return secret.IsToken(request.Token) ? AccessVerdict.Exchange : AccessVerdict.NoAccess;
        if (request.Authorization is { } header)
            return header.StartsWith(Bearer, StringComparison.Ordinal) && secret.IsToken(header[Bearer.Length..])
                ? AccessVerdict.Pass : AccessVerdict.NoAccess;
        return secret.IsCookie(request.Cookie) && !IsOfOthers(request) ? AccessVerdict.Pass : AccessVerdict.NoAccess;
    }

    /// <summary>To a browser all ports of a machine are one site: links of another server may lead here, but it may not fetch.</summary>
    private static bool IsOfOthers(AccessRequest request) => request.Site is { } site && (IsData(request.Path)
        ? site is not ("same-origin" or "none") : site is "cross-site");

    private static bool IsData(string path) =>
        path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/web/", StringComparison.Ordinal);
}
