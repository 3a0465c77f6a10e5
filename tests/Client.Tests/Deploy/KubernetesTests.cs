using System.Text.Json.Nodes;

namespace Sweep.Client.Tests.Deploy;

public sealed class KubernetesTests
{
    private static readonly string[] Kustomizations = [.. DeployFiles.Yaml.Where(file => Path.GetFileName(file) == "kustomization.yaml")];

    public static TheoryData<string> Rendered => ["base", "overlays/trial", "overlays/gpu"];

    [Fact]
    public void Kustomizations_list_files_that_are_there_and_leave_none_out()
    {
        foreach (var file in Kustomizations)
        {
            var (folder, said) = (Path.Combine(DeployFiles.Folder, Path.GetDirectoryName(file)!), DeployFiles.Documents(file).Single());
            var listed = new[] { "resources", "components" }.SelectMany(key => said[key] is { } list ? list.Texts() : [])
                .Concat(said["patches"] is { } patches ? patches.AsArray().Select(p => (string?)p!["path"]).OfType<string>() : [])
                .Select(name => Path.GetFullPath(Path.Combine(folder, name))).ToList();

            Assert.All(listed, path => Assert.True(Path.Exists(path), $"{file}: {path}"));
            Assert.Subset(listed.ToHashSet(), Directory.GetFiles(folder).Where(path => Path.GetFileName(path) != "kustomization.yaml")
                .ToHashSet());
        }
    }

    [Fact]
    public void Ports_probes_and_policies_speak_of_ports_that_the_node_has()
    {
        var container = Nodes()["spec"]!["template"]!["spec"]!["containers"]![0]!;
        var ports = container["ports"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => (string)p!["containerPort"]!);
        var service = DeployFiles.Documents("kubernetes/base/service.yaml").Named("Service", "sweep-nodes");

        Assert.Equal(new Dictionary<string, string> { ["silo"] = "11111", ["gateway"] = "30000", ["http"] = "8080" }, ports);
        Assert.All(service["spec"]!["ports"]!.AsArray(), p => Assert.Equal(ports[(string)p!["targetPort"]!], (string)p["port"]!));
        Assert.Equal("None", (string)service["spec"]!["clusterIP"]!);
        Assert.Equal((string)service["metadata"]!["name"]!, (string)Nodes()["spec"]!["serviceName"]!);
        Assert.Equal(["/healthz", "/healthz", "/readyz"], container.Find("httpGet").Select(get => (string)get["path"]!).Order());
        Assert.All(container.Find("httpGet"), get => Assert.Contains((string)get["port"]!, ports.Keys));
        var allowed = DeployFiles.Documents("kubernetes/base/network-policy.yaml").Single().Find("ports").SelectMany(list => list.AsArray())
            .Select(p => (string)p!["port"]!);
        Assert.Equal(ports.Keys.Order(), allowed.Order());
    }

    [Fact]
    public void Labels_that_select_the_nodes_are_the_nodes_labels()
    {
        var labels = Nodes()["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString();

        Assert.Equal(labels, Nodes()["spec"]!["selector"]!["matchLabels"]!.ToJsonString());
        Assert.Equal(labels, DeployFiles.Documents("kubernetes/base/service.yaml").Single()["spec"]!["selector"]!.ToJsonString());
        Assert.Equal(labels, DeployFiles.Documents("kubernetes/base/disruption-budget.yaml")
            .Single()["spec"]!["selector"]!["matchLabels"]!.ToJsonString());
        Assert.Equal(labels, DeployFiles.Documents("kubernetes/base/network-policy.yaml")
            .Single()["spec"]!["podSelector"]!["matchLabels"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Rendered))]
    public async Task A_rendered_variant_uses_secrets_of_the_example_and_runs_nobody_as_root(string folder)
    {
        var (code, output, errors) = await Tool.Run("kubectl", "kustomize", Path.Combine("kubernetes", folder));
        Assert.True(code == 0, errors);
        var documents = DeployFiles.Read(output);
        var secrets = DeployFiles.Documents("kubernetes/secrets.example.yaml")
            .ToDictionary(s => (string)s["metadata"]!["name"]!, s => s["stringData"]!.AsObject().Select(p => p.Key).ToList());

        Assert.All(documents.SelectMany(d => d.Find("secretKeyRef")), r => Assert.Contains((string)r["key"]!, secrets[(string)r["name"]!]));
        Assert.All(documents.SelectMany(d => d.Find("secretName")), name => Assert.Contains((string)name!, secrets.Keys));
        Assert.All(documents.Where(d => (string)d["kind"]! == "StatefulSet"), set =>
        {
            var pod = set["spec"]!["template"]!["spec"]!;
            Assert.Equal("true", (string)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.True(int.Parse((string)pod["securityContext"]!["runAsUser"]!) > 0);
            Assert.All(pod.Find("allowPrivilegeEscalation"), allowed => Assert.Equal("false", (string)allowed!));
            var volumes = pod["volumes"] is { } v ? v.AsArray().Select(x => (string)x!["name"]!) : [];
            var claims = set["spec"]!["volumeClaimTemplates"]!.AsArray().Select(c => (string)c!["metadata"]!["name"]!);
            Assert.Equal(volumes.Concat(claims).Order(), pod.Find("volumeMounts").SelectMany(m => m.AsArray())
                .Select(m => (string)m!["name"]!).Order());
        });
        Assert.All(documents.Where(d => (string)d["kind"]! != "Namespace"), d =>
            Assert.Equal("sweep", (string)d["metadata"]!["namespace"]!));
    }

    [Fact]
    public async Task The_gpu_variant_asks_for_a_gpu_and_trains_on_it()
    {
        var (code, output, errors) = await Tool.Run("kubectl", "kustomize", "kubernetes/overlays/gpu");
        Assert.True(code == 0, errors);

        var container = DeployFiles.Read(output).Named("StatefulSet", "sweep-node")["spec"]!["template"]!["spec"]!["containers"]![0]!;

        Assert.Equal("1", (string)container["resources"]!["limits"]!["nvidia.com/gpu"]!);
        Assert.Equal("sweep:cuda", (string)container["image"]!);
        Assert.Equal("cuda", new Invocation("gpu", container["args"].Texts()).Value("--device"));
    }

    private static JsonNode Nodes() => DeployFiles.Documents("kubernetes/base/nodes.yaml").Named("StatefulSet", "sweep-node");
}
