using System.Text.RegularExpressions;
using Sweep.Ledger;

namespace Sweep.Client.Tests.Deploy;

/// <summary>What holds for every file under deploy/.</summary>
public sealed partial class FilesTests
{
    public static TheoryData<string> Scripts => [.. DeployFiles.Scripts];

    public static TheoryData<string> Yaml => [.. DeployFiles.Yaml];

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Yaml_can_be_read(string file) => Assert.NotEmpty(DeployFiles.Documents(file));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_has_no_syntax_error_and_can_be_executed(string file)
    {
        var (code, _, errors) = await Tool.Run("bash", "-n", file);

        Assert.True(code == 0, errors);
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(DeployFiles.Folder, file))
            .HasFlag(UnixFileMode.UserExecute), $"{file} is not executable");
    }

    [Fact]
    public void Links_of_pages_lead_to_files()
    {
        foreach (var page in DeployFiles.All.Where(file => file.EndsWith(".md", StringComparison.Ordinal)))
        {
            var targets = Link().Matches(DeployFiles.Text(page)).Select(m => m.Groups[1].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal));
            Assert.All(targets, target =>
                Assert.True(Path.Exists(Path.GetFullPath(Path.Combine(DeployFiles.Folder, Path.GetDirectoryName(page)!, target))),
                $"{page}: {target}"));
        }
    }

    [Fact]
    public void No_file_holds_a_password()
    {
        var written = DeployFiles.All.SelectMany(file =>
            Password().Matches(DeployFiles.Text(file)).Select(m => (File: file, Value: m.Groups[1].Value)));

        Assert.All(written, found =>
            Assert.True(found.Value is "REPLACE-ME" or "$password" or "$(openssl", $"{found.File}: {found.Value}"));
    }

    [Fact]
    public void Every_address_of_a_database_is_one_that_the_program_reads_as_postgresql()
    {
        var addresses = DeployFiles.All.SelectMany(file => Address().Matches(DeployFiles.Text(file)).Select(m => m.Value)).ToList();

        Assert.True(addresses.Count >= 6, string.Join('\n', addresses));
        Assert.All(addresses, address => Assert.IsType<PostgresAddress>(LedgerAddress.Parse(address, "/")));
    }

    [Fact]
    public async Task The_service_is_one_that_systemd_accepts()
    {
        var folder = Directory.CreateTempSubdirectory("sweep-tests-");
        try
        {
            // systemd looks for the program, which is not installed here.
            var unit = Path.Combine(folder.FullName, "sweep-node.service");
            await File.WriteAllTextAsync(unit, DeployFiles.Text("systemd/sweep-node.service")
                .Replace("/opt/sweep/sweep", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);

            var (code, output, errors) = await Tool.Run("systemd-analyze", "verify", unit);

            Assert.True(code == 0 && !errors.Contains(unit, StringComparison.Ordinal), output + errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Secrets_are_made_once_and_agree_with_each_other()
    {
        var folder = Directory.CreateTempSubdirectory("sweep-tests-");
        try
        {
            File.Copy(Path.Combine(DeployFiles.Folder, "secrets.sh"), Path.Combine(folder.FullName, "secrets.sh"));
            var made = folder.CreateSubdirectory("secrets").FullName;
            string[] Contents() =>
                [.. new[] { "postgres-password", "pgpass", "cluster-secret" }.Select(name => File.ReadAllText(Path.Combine(made, name)))];

            Assert.Equal(0, (await Tool.Run("bash", Path.Combine(folder.FullName, "secrets.sh"))).Code);
            var first = Contents();
            Assert.Equal(0, (await Tool.Run("bash", Path.Combine(folder.FullName, "secrets.sh"))).Code);

            Assert.Equal(first, Contents());
            Assert.Matches("^[0-9a-f]{64}$", first[0]);
            Assert.Equal($"*:*:*:sweep:{first[0]}\n", first[1]);
            Assert.Matches("^[0-9a-f]{64}$", first[2]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("""(?i)password(?:=|: )([^\s"';]+)""")]
    private static partial Regex Password();

    [GeneratedRegex("""Host=[^"'\s]+""")]
    private static partial Regex Address();
}
