namespace Sweep.Page.Answers;

/// <summary>Times as scripts of a browser count them.</summary>
internal static class Moments
{
    /// <summary>Milliseconds since 1970, UTC.</summary>
    public static long Ms(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>The same; null for null.</summary>
    public static long? Ms(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();
}
