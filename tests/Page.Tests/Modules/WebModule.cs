using System.Text.Json;
using Jint;

namespace Sweep.Page.Tests.Modules;

/// <summary>A module of the page, run without a browser.</summary>
/// <param name="path">Below src/Page/Web: <c>base/scale.js</c>.</param>
internal sealed class WebModule(string path)
{
    /// <summary>Where the page's files are.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFiles.Root, "src", "Page", "Web");

    /// <summary>Runs statements, and gives what they return as JSON: what is not a finite number is null.</summary>
    /// <param name="body">Statements of an asynchronous function; the module's exports are members of <c>m</c>.</param>
    public JsonElement Run(string body)
    {
        using var engine = new Engine(options => options.EnableModules(Folder).TimeoutInterval(TimeSpan.FromMinutes(1)));
        // Modules of pictures ask for light or dark as they are loaded, and listen for a change.
        engine.Execute("""
            globalThis.addEventListener = () => {};
            globalThis.document = { addEventListener };
            globalThis.matchMedia = () => ({ matches: false, addEventListener });
            """);
        engine.Modules.Add(
            "test", $"import * as m from './{path}';\nexport const result = JSON.stringify(await (async () => {{ {body} }})() ?? null);");
        return JsonDocument.Parse(engine.Modules.Import("test").Get("result").AsString()).RootElement;
    }

    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The module's exports are members of <c>m</c>.</param>
    public JsonElement Of(string expression) => Run($"return {expression};");

    /// <summary>The value of an expression that is a number.</summary>
    /// <param name="expression">The module's exports are members of <c>m</c>.</param>
    public double Number(string expression) => Of(expression).GetDouble();

    /// <summary>The value of an expression that is a text.</summary>
    /// <param name="expression">The module's exports are members of <c>m</c>.</param>
    public string? Text(string expression) => Of(expression).GetString();

    /// <summary>The value of an expression that is a list of numbers.</summary>
    /// <param name="expression">The module's exports are members of <c>m</c>.</param>
    public double[] Numbers(string expression) => [.. Of(expression).EnumerateArray().Select(item => item.GetDouble())];
}
