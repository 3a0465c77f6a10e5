using System.Globalization;

namespace Sweep.Silo.Membership;

/// <summary>A row of the table <c>member</c>, and the version that was read with it.</summary>
internal sealed record MemberRow
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public long Version { get; init; }

    /// <summary>Null when the cluster has no member.</summary>
    public string? Address { get; init; }

    public long Etag { get; init; }
    public string Name { get; init; } = "";
    public string Host { get; init; } = "";
    public long Status { get; init; }
    public long ProxyPort { get; init; }
    public string StartedAt { get; init; } = "";
    public string AliveAt { get; init; } = "";
    public string Suspects { get; init; } = "";

    /// <summary>UTC text of fixed width, so that text order is time order. Orleans' times are UTC, whatever their kind says.</summary>
    public static string Text(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString(Format);

    public static object Parameters(string cluster, MembershipEntry entry, long etag) => new
    {
        cluster,
        etag,
        address = entry.SiloAddress.ToParsableString(),
        name = entry.SiloName ?? "",
        host = entry.HostName ?? "",
        status = (int)entry.Status,
        proxyPort = entry.ProxyPort,
        startedAt = Text(entry.StartTime),
        aliveAt = Text(entry.IAmAliveTime),
        suspects = string.Join(';', (entry.SuspectTimes ?? []).Select(vote => $"{vote.Item1.ToParsableString()},{Text(vote.Item2)}")),
    };

    public static MembershipTableData Table(IReadOnlyList<MemberRow> rows)
    {
        var version = rows is [var first, ..] ? (int)first.Version : 0;
        return new MembershipTableData([.. rows.Where(row => row.Address is not null)
            .Select(row => Tuple.Create(row.Entry(), $"{row.Etag}"))], new TableVersion(version, $"{version}"));
    }

    public Uri Gateway()
    {
        var silo = SiloAddress.FromParsableString(Address!);
        return SiloAddress.New(silo.Endpoint.Address, (int)ProxyPort, silo.Generation).ToGatewayUri();
    }

    private MembershipEntry Entry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address!),
        SiloName = Name,
        HostName = Host,
        Status = (SiloStatus)Status,
        ProxyPort = (int)ProxyPort,
        StartTime = Time(StartedAt),
        IAmAliveTime = Time(AliveAt),
        SuspectTimes = [.. Suspects.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(vote => vote.Split(','))
            .Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote[0]), Time(vote[1])))],
    };

    private static DateTime Time(string text) =>
        DateTime.ParseExact(text, Format, null, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
