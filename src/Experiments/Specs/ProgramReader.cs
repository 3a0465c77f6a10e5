using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>experiment</c>, <c>program</c> and <c>command</c>, which together say what a trial runs.</summary>
internal sealed class ProgramReader(ExperimentCatalog catalog, SpecErrors errors)
{
    /// <summary>Experiment of sweeps that name none.</summary>
    public const string DefaultExperiment = "language-model";

    /// <summary>Experiment of sweeps with <c>program</c> or <c>command</c>.</summary>
    public const string ProgramExperiment = "program";

    private static readonly string[] DefaultCommand = ["${env}", "${interpreter}", "${program}", "${args}"];

    /// <summary>True when the file's assembly could not be read, so that nobody knows its experiments.</summary>
    public bool IsUnread { get; init; }

    /// <summary>What to do about an unknown experiment, to follow the message; empty = nothing in particular.</summary>
    public string WayOut { get; init; } = "";

    public (string Experiment, IExperimentDefinition? Definition, string? Program, IReadOnlyList<string> Command) Read(KeyReader root)
    {
        var program = root.Text("program");
        var command = Command(root.Node("command"));
        var isProgram = root.Node("program") is not null || root.Node("command") is not null;
        var name = root.Text("experiment") ?? (isProgram ? ProgramExperiment : DefaultExperiment);
        var definition = catalog.Find(name);
        if (definition is null && !IsUnread)
        {
            var known = $"{Suggestion.For(name, catalog.Names)} (experiments: {Suggestion.List(catalog.Names)})";
            errors.Add(root.Node("experiment")?.At ?? root.Map.At, $"there is no experiment '{name}'{known}{WayOut}");
        }

        if (isProgram && name != ProgramExperiment)
            errors.Add(root.At(root.Node("program") is null ? "command" : "program"), "'program' and 'command' belong to the experiment " +
                $"'{ProgramExperiment}', but 'experiment' is '{name}': remove one of them");
        else if (!isProgram && name == ProgramExperiment)
            errors.Add(root.At("experiment"), "the experiment 'program' needs the key 'program' or 'command'");
        if (isProgram && root.Node("command") is null) command = DefaultCommand;
        if (isProgram && root.Node("program") is null && command.Any(word => word.Contains("${program}", StringComparison.Ordinal)))
            errors.Add(root.At("command"), "'command' uses ${program}, but there is no key 'program'");
        return (name, definition, program, command);
    }

    private IReadOnlyList<string> Command(YamlNode? node)
    {
        if (node is null) return [];
        if (node is not YamlList { Items: { Count: > 0 } items })
        {
            errors.Add(node.At, $"'command' is a list of words, for example [\"${{env}}\", python3, \"${{program}}\", \"${{args}}\"]; " +
                $"found {node.Describe()}");
            return [];
        }

        foreach (var item in items)
        {
            if (item is not YamlScalar { Text.Length: > 0 } word)
                errors.Add(item.At, $"a word of 'command' is a text, found {item.Describe()}");
            else CheckMacros(word);
        }

        return [.. items.OfType<YamlScalar>().Select(item => item.Text)];
    }

    private void CheckMacros(YamlScalar word)
    {
        foreach (var macro in CommandMacros.In(word.Text))
        {
            var names = CommandMacros.Names;
            if (names.Contains(macro) || CommandMacros.Variable(macro) is not null) continue;
            if (CommandMacros.IsPartOf(macro, word.Text) && Suggestion.Nearest(macro, names) is null) continue;
            errors.Add(word.At,
                $"unknown macro '${{{macro}}}'{Suggestion.For(macro, names)} (macros: {Suggestion.List(names)}, envvar:NAME)");
        }
    }
}
