using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Sweep.Page.Access;

/// <summary>Stands before every answer: sets the headers that bind the browser, and lets through who has access.</summary>
internal sealed class AccessGate(AccessRules rules, PageSecret secret, bool isTls)
{
    /// <summary>No script, style or picture but this server's own, none in the text of a page, nothing sent elsewhere; and no text
    /// becomes markup, because there is no way left to make it so.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string NeedsLink =
        "this page needs the link that 'sweep ui' printed, with its token; scripts send 'Authorization: Bearer TOKEN'";

    public Task Attend(HttpContext context, RequestDelegate next)
    {
        SetHeaders(context.Response.Headers);
        var cookie = CookieName(context);
        var verdict = rules.Judge(Of(context.Request, cookie));
        if (verdict == AccessVerdict.WrongMethod) context.Response.Headers.Allow = "GET, HEAD";
        return verdict switch
        {
            AccessVerdict.Pass => next(context),
            AccessVerdict.Exchange => Exchange(context, cookie),
            AccessVerdict.ForeignHost => Reply.Error(context, 400, "the Host of this request is not this server's"),
            AccessVerdict.WrongMethod =>
                Reply.Error(context, 405, $"this server only shows: expected GET, found {context.Request.Method}"),
            _ => Reply.Error(context, 401, NeedsLink),
        };
    }

    private static AccessRequest Of(HttpRequest request, string cookie) => new(
        request.Method, request.Host.Host, request.Path.Value ?? "/", Text(request.Query["token"]), request.Cookies[cookie],
        Text(request.Headers.Authorization), Text(request.Headers["Sec-Fetch-Site"]));

    private static string? Text(StringValues value) => value.Count == 0 ? null : value.ToString();

    /// <summary>To a browser, all ports of a machine share their cookies.</summary>
    private static string CookieName(HttpContext context) => $"sweep_{context.Connection.LocalPort}";

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }

    private Task Exchange(HttpContext context, string cookie)
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = isTls };
        context.Response.Cookies.Append(cookie, secret.Cookie, options);
        var rest = context.Request.Query.Where(pair => pair.Key != "token");
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = OwnPath(context.Request.Path) + new QueryBuilder(rest).ToQueryString();
        return Task.CompletedTask;
    }

    /// <summary>A path that begins with two slashes would lead to another server.</summary>
    private static string OwnPath(PathString path) => "/" + path.ToUriComponent().TrimStart('/', '\\');
}
