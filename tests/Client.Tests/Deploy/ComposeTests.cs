using System.Text.Json.Nodes;

namespace Sweep.Client.Tests.Deploy;

public sealed class ComposeTests
{
    private static readonly JsonNode File = DeployFiles.Documents("compose.yaml").Single();

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Services => File["services"]!.AsObject();

    [Fact]
    public void Secrets_and_volumes_that_services_use_are_declared_and_made_by_the_script()
    {
        var secrets = Services.Where(s => s.Value!["secrets"] is not null).SelectMany(s => s.Value!["secrets"].Texts()).Distinct().Order();
        var volumes = Services.SelectMany(s => s.Value!["volumes"].Texts()).Select(v => v.Split(':')[0])
            .Where(v => !v.Contains('/', StringComparison.Ordinal)).Order();

        Assert.Equal(File["secrets"]!.AsObject().Select(s => s.Key).Order(), secrets);
        Assert.Equal(File["volumes"]!.AsObject().Select(v => v.Key).Order(), volumes);
        Assert.All(File["secrets"]!.AsObject(), secret =>
        {
            Assert.Equal($"secrets/{secret.Key}", (string)secret.Value!["file"]!);
            Assert.Contains($">{secret.Key}\n", DeployFiles.Text("secrets.sh"), StringComparison.Ordinal);
            Assert.True(System.IO.File.Exists(Path.Combine(DeployFiles.Folder, "secrets", $"{secret.Key}.example")));
        });
    }

    [Fact]
    public void Each_node_has_a_name_of_its_own_a_volume_of_its_own_and_waits_for_the_database()
    {
        var nodes = Services.Where(s => s.Key.StartsWith("node-", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, nodes.Count);
        Assert.All(nodes, node =>
        {
            var words = new Invocation("compose.yaml", node.Value!["command"].Texts());
            Assert.Equal((node.Key, node.Key, node.Key),
                (words.Value("--name"), words.Value("--advertise"), (string)node.Value["hostname"]!));
            Assert.Equal([$"{node.Key}:/data"], node.Value["volumes"].Texts());
            Assert.Equal("service_healthy", (string)node.Value["depends_on"]!["postgres"]!["condition"]!);
            Assert.Equal("/readyz", node.Value["healthcheck"]!["test"].Texts()[^1]);
        });
    }

    [Fact]
    public void The_image_is_built_from_files_that_are_there()
    {
        Assert.All(Services.Where(s => s.Value!["build"] is not null), service =>
        {
            var context = Path.GetFullPath(Path.Combine(DeployFiles.Folder, (string)service.Value!["build"]!["context"]!));
            Assert.True(System.IO.File.Exists(Path.Combine(context, (string)service.Value["build"]!["dockerfile"]!)));
        });
    }

    [Fact]
    public async Task Docker_accepts_the_file()
    {
        var (hasCompose, _, _) = await Tool.Run("docker", "compose", "version");
        Assert.SkipUnless(hasCompose == 0, "docker has no 'compose' on this machine");

        var (code, _, errors) = await Tool.Run("docker", "compose", "-f", "compose.yaml", "config", "--quiet");

        Assert.True(code == 0, errors);
    }
}
