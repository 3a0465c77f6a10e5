using System.Text.Json.Nodes;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Samples;

/// <summary>The experiment of docs/programming.md, run by the real program: client, node and worker processes load it.</summary>
public sealed class OwnExperimentTests : IDisposable
{
    private static readonly string File = Path.Combine(Repository.Root, "samples", "OwnExperiment", "valley.yaml");
    private static readonly string Assembly = $"assembly={SamplePrograms.Assembly("OwnExperiment")}";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-own-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_sweep_file_names_it_and_its_sweep_finds_the_bottom_of_the_valley()
    {
        var said = await Sweep("run", File, "--set", Assembly, "--workers", "1");

        Assert.True(said.Code == 0, said.Out + said.Error);
        var best = JsonNode.Parse((await Sweep("top", "valley", "--format", "json")).Out)!.AsArray()[0]!;
        // The best of 20 random configurations gets to 6e-5 (median of 10 seeds).
        Assert.InRange((double)best["best"]!, 0, 6e-5);
        Assert.Contains("assembly OwnExperiment.dll ", (await Sweep("show", "valley/0")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_looks_at_results_does_not_load_it()
    {
        var own = Path.Combine(folder.FullName, "Own.dll");
        System.IO.File.Copy(SamplePrograms.Assembly("OwnExperiment"), own);
        var said = await Sweep(
            "run", File, "--set", $"assembly={own}", "--set", "run_cap=3", "--set", "early_terminate={type: median}", "--workers", "1");
        Assert.True(said.Code == 0, said.Out + said.Error);
        System.IO.File.Delete(own);

        foreach (var verb in (string[])["top valley", "show valley", "plot valley --what slice --to slice.svg", "report valley",
            "export valley --format optuna --to valley.optuna"])
        {
            var looked = await Sweep(verb.Split(' '));
            Assert.True(looked.Code == 0, $"{verb}: {looked.Out}{looked.Error}");
        }

        Assert.Contains("median", (await Sweep("show", "valley")).Out, StringComparison.Ordinal);
        Assert.Contains("Own.dll", (await Sweep("replay", "valley")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_class_says_of_its_parameters_is_checked_before_anything_runs()
    {
        var said = await Sweep("validate", File, "--set", Assembly, "--set", "lr=0.5", "--set", "momentum=0", "--set", "epochs=0");

        Assert.Equal(2, said.Code);
        Assert.Contains("'epochs' is a whole number of at least 1 and of at most 10000, found 0", said.Error, StringComparison.Ordinal);
    }

    private Task<Said> Sweep(params string[] args) => SweepProcess.Sweep(folder.FullName, args);
}
