namespace Sweep.Silo.Tests.Fakes;

/// <summary>A table of members that is only read; what it shows may change with each look, the first being 1.</summary>
internal sealed class ScriptedMembers(Func<int, IReadOnlyList<MembershipEntry>> members) : IMembershipTable
{
    private int looks;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task<MembershipTableData> ReadAll()
    {
        var version = ++looks;
        return Task.FromResult(
            new MembershipTableData([.. members(version).Select(m => Tuple.Create(m, "0"))], new TableVersion(version, $"{version}")));
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();
}
