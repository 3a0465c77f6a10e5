using Sweep.Contracts.Files;

namespace Sweep.Experiments.Specs;

/// <summary>Finds what is known to be wrong with a command before it runs: no such program, no such file, nothing to run.</summary>
internal sealed class CommandCheck(WorkFolder folder, SpecPlace place)
{
    /// <summary>Every problem, with the place of the word to blame.</summary>
    public IEnumerable<(int Index, string Message)> Problems(CommandParts parts)
    {
        if (parts.Problem is { } problem) yield return problem;
        if (!place.HasFiles) yield break;
        if (!Directory.Exists(folder.Path)) yield break;
        if (parts.Executable is { } executable && ExecutableProblem(executable) is { } missing) yield return (executable.Index, missing);
        if (parts.Script is { } script && ScriptProblem(script, parts.IsPython) is { } noFile) yield return (script.Index, noFile);
        if (parts.Module is { } module && parts.IsPython && ModuleProblem(module) is { } noModule) yield return (module.Index, noModule);
        if (parts.Argument is { } argument && !IsHere(argument.Text) && !IsCommand(argument.Text))
            yield return (argument.Index, Missing(argument));
    }

    private string? ExecutableProblem(CommandWord word)
    {
        if (!place.HasCommands) return null;
        if (word.Text.Contains('/', StringComparison.Ordinal)) return FileProblem(word);
        if (SearchPath.Has(word.Text)) return null;
        var way = IsHere(word.Text) ? $"for the file in {folder.Path} write './{word.Text}'" : "install it, or give its path";
        return word.Text == SearchPath.Interpreter
            ? "neither 'python' nor 'python3' is on the PATH: install one, or name another interpreter in 'command'"
            : $"there is no command '{word.Text}' on the PATH: {way}";
    }

    private string? FileProblem(CommandWord word)
    {
        var path = Path.Combine(folder.Path, word.Text);
        if (Directory.Exists(path)) return $"'{word.Text}' cannot be executed: it is a folder, expected a program";
        if (!File.Exists(path)) return $"'{word.Text}' cannot be executed: there is no file {path}";
        return SearchPath.IsExecutable(path) ? null
            : $"'{word.Text}' cannot be executed: the file {path} may not be, by its permissions; use 'chmod +x', or put its interpreter " +
                "before it";
    }

    private string? ScriptProblem(CommandWord word, bool isPython)
    {
        var path = Path.Combine(folder.Path, word.Text);
        if (!isPython && IsCommand(word.Text)) return null;
        if (!IsHere(word.Text)) return Missing(word);
        return Directory.Exists(path) && !(isPython && File.Exists(Path.Combine(path, "__main__.py")))
            ? $"'{word.Text}' is a folder{(isPython ? " without a file __main__.py, which Python would run" : ", expected a file")}"
            : null;
    }

    private string? ModuleProblem(CommandWord word)
    {
        var asPath = word.Text.Replace('.', '/');
        if (IsHere(asPath + ".py") || IsHere(asPath)) return null;
        // Else it may be installed, which only Python knows.
        return word.Text.Contains('/', StringComparison.Ordinal) || word.Text.EndsWith(".py", StringComparison.Ordinal)
            ? $"'-m' takes the name of a module, such as pkg.train, found '{word.Text}': name the module, or leave '-m' out"
            : null;
    }

    private bool IsHere(string name) => WorkFolder.IsIn(folder.Path, name);

    private static bool IsCommand(string name) => !name.Contains('/', StringComparison.Ordinal) && SearchPath.Has(name);

    private string Missing(CommandWord word)
    {
        var also = place.TypedFolder is { } typed && typed != place.BaseFolder && folder.Path == typed && !Path.IsPathRooted(word.Text)
            ? $" or {Path.Combine(place.BaseFolder, word.Text)}" : "";
        var way = word.IsProgram && word.Text.Contains(' ', StringComparison.Ordinal)
            ? "; arguments of a program belong into 'command'" : "";
        return $"{(word.IsProgram ? "the program " : "")}'{word.Text}' is not there: expected the file " +
            $"{Path.Combine(folder.Path, word.Text)}{also}{way}";
    }
}
