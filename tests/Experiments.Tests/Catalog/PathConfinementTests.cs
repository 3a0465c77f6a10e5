using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;

namespace Sweep.Experiments.Tests.Catalog;

public sealed class PathConfinementTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("sweep-confined-");

    public PathConfinementTests()
    {
        Directory.CreateDirectory(Path.Combine(Data, "texts"));
        File.WriteAllText(Path.Combine(Data, "texts", "novel.txt"), "a novel");
        File.WriteAllText(Path.Combine(root.FullName, "secret.txt"), "a secret");
        Directory.CreateDirectory(Data + "-other");
    }

    private string Data => Path.Combine(root.FullName, "data");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData("grammar")]
    [InlineData("time-machine")]
    [InlineData("texts/novel.txt")]
    [InlineData("./texts/novel.txt")]
    [InlineData("absent.txt")]
    [InlineData("texts")]
    [InlineData("texts/*.txt")]
    [InlineData("**/novel.*")]
    [InlineData(".")]
    [InlineData("**")]
    public void What_is_inside_may_be_read(string corpus) => Assert.Null(Problem(corpus, Data));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret.txt")]
    [InlineData("texts/../../secret.txt")]
    [InlineData("..\\secret.txt")]
    [InlineData("~/.ssh/id_ed25519")]
    [InlineData("")]
    public void What_names_another_place_may_not(string corpus) =>
        Assert.Contains("in a cluster a text is named by its path within", Problem(corpus, Data));

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("../data-other/secret.txt")]
    [InlineData("texts/../../secret.txt")]
    [InlineData("{root}/secret.txt")]
    [InlineData("loop")]
    public void A_link_that_leads_out_may_not_be_followed(string target)
    {
        File.CreateSymbolicLink(Path.Combine(Data, "loop"), "loop");
        File.CreateSymbolicLink(Path.Combine(Data, "link.txt"), target.Replace("{root}", root.FullName));

        Assert.Contains("leads out of the data folder", Problem("link.txt", Data));
    }

    [Theory]
    [InlineData("texts")]
    [InlineData("texts/*.txt")]
    [InlineData("**/*.txt")]
    [InlineData("**/./*.txt")]
    [InlineData("texts//./*.txt")]
    [InlineData(".")]
    public void A_folder_or_pattern_may_not_hold_a_link_that_leads_out(string corpus)
    {
        File.CreateSymbolicLink(Path.Combine(Data, "texts", "link.txt"), "../../secret.txt");

        Assert.Contains($"the link {Data}/texts/link.txt leads out of the data folder", Problem(corpus, Data));
    }

    [Fact]
    public void A_tokenizer_may_not_be_a_link_that_leads_out()
    {
        Directory.CreateDirectory(Path.Combine(Data, "given"));
        File.WriteAllText(Path.Combine(Data, "given", "vocab.json"), "{}");
        File.CreateSymbolicLink(Path.Combine(Data, "given", "merges.txt"), "../../secret.txt");

        Assert.Contains($"tokenizer 'given': the link {Data}/given/merges.txt leads out of the data folder", PathConfinement.Problem(
            new LanguageModelDefinition(new CorpusCatalog([])), new JsonObject { ["tokenizer"] = "given" }, Data));
    }

    [Theory]
    [InlineData("validation_corpus")]
    [InlineData("test_corpus")]
    [InlineData("tokenizer")]
    public void Every_path_is_confined(string parameter) => Assert.Contains(
        $"{parameter} '/etc'",
        PathConfinement.Problem(new LanguageModelDefinition(new CorpusCatalog([])), new JsonObject { [parameter] = "/etc" }));

    [Fact]
    public void A_folder_that_is_a_link_out_may_not_be_followed()
    {
        Directory.CreateSymbolicLink(Path.Combine(Data, "up"), root.FullName);

        Assert.Contains("leads out of the data folder", Problem("up/secret.txt", Data));
    }

    [Fact]
    public void Links_that_stay_inside_and_a_data_folder_that_is_a_link_itself_are_fine()
    {
        File.CreateSymbolicLink(Path.Combine(Data, "link.txt"), "texts/novel.txt");
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "mount"), Data);

        Assert.Null(Problem("link.txt", Data));
        Assert.Null(Problem("texts/novel.txt", Path.Combine(root.FullName, "mount")));
    }

    private static string? Problem(string corpus, string folder) =>
        PathConfinement.Problem(new LanguageModelDefinition(new CorpusCatalog([])), new JsonObject { ["corpus"] = corpus }, folder);
}
