using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>workdir</c>, chooses where programs run, and checks what they run there.</summary>
internal sealed class WorkFolderReader(SpecPlace place, SpecErrors errors)
{
    private const string Key = "workdir";

    /// <returns>Where the programs run; null for a built-in experiment.</returns>
    public WorkFolder? Read(KeyReader root, string? program, IReadOnlyList<string> command)
    {
        var workdir = root.Text(Key);
        if (root.Node("program") is null && root.Node("command") is null)
        {
            if (root.Node(Key) is not null)
                errors.Add(root.At(Key), "'workdir' is where a program runs, and the file has no 'program' or 'command': remove it");
            return null;
        }

        var parts = CommandParts.Of(command, program, Environment.GetEnvironmentVariable);
        var folder = WorkFolder.Of(place, workdir, parts);
        if (place.HasFiles && workdir is not null && !Directory.Exists(folder.Path))
            errors.Add(root.Node(Key)!.At, $"'workdir' is where the program runs, but there is no folder {folder.Path}");
        if (command.Count == 0) return folder;
        foreach (var (index, message) in new CommandCheck(folder, place).Problems(parts)) errors.Add(At(root, index), message);
        CheckVariables(root, command);
        return folder;
    }

    /// <summary>A node refuses such a command for every trial.</summary>
    private void CheckVariables(KeyReader root, IReadOnlyList<string> command)
    {
        if (!place.HasFiles || !place.HasCommands) return;
        var unset = command.Index().SelectMany(word => CommandMacros.In(word.Item).Select(CommandMacros.Variable).OfType<string>()
            .Where(name => Environment.GetEnvironmentVariable(name) is null).Select(name => (word.Index, name)));
        foreach (var (index, name) in unset)
            errors.Add(At(root, index), $"'command' uses ${{envvar:{name}}}, but the environment variable {name} is not set: set it, or " +
                "write the value");
    }

    /// <summary>Where a word stands: the value of <c>program</c> where the file has no command.</summary>
    private static SpecPosition At(KeyReader root, int index) =>
        root.Node("command") is YamlList list && index < list.Items.Count && !IsProgram(root, list.Items[index])
            ? list.Items[index].At
            : (root.Node("program") ?? root.Node("command"))!.At;

    private static bool IsProgram(KeyReader root, YamlNode word) =>
        root.Node("program") is not null && word is YamlScalar { Text: "${program}" };
}
