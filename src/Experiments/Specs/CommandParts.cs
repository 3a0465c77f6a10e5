using System.Text.RegularExpressions;
using Sweep.Contracts.Files;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>A word of a command with what it stands for.</summary>
/// <param name="Text">The word, its macros replaced.</param>
/// <param name="Index">Its place in the command, from 0.</param>
/// <param name="IsProgram">True when it is the value of <c>program</c>.</param>
internal readonly record struct CommandWord(string Text, int Index, bool IsProgram);

/// <summary>What the words of a command are, as far as that can be told before it runs. Pure.</summary>
internal sealed partial record CommandParts
{
    private const string Python = "python";
    private static readonly string[] Shells = ["sh", "bash", "dash", "zsh", "ksh"];

    /// <summary>What is executed; null when it cannot be told.</summary>
    public CommandWord? Executable { get; private init; }

    /// <summary>The file or folder that a Python or shell runs; null when there is none, or it cannot be told.</summary>
    public CommandWord? Script { get; private init; }

    /// <summary>The module that a Python runs; null when there is none.</summary>
    public CommandWord? Module { get; private init; }

    /// <summary>The value of <c>program</c> as an argument of something else; null when it is none.</summary>
    public CommandWord? Argument { get; private init; }

    /// <summary>Why it cannot run at all, with the place of the word to blame; null when it may.</summary>
    public (int Index, string Message)? Problem { get; private init; }

    /// <summary>True when <see cref="Executable"/> is a Python.</summary>
    public bool IsPython => Executable is { } word && IsPythonName(word.Text);

    /// <summary>Relative names of files that it may run: of something known only that, else whatever may be a path.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Tells the parts.</summary>
    /// <param name="command">The words, macros not yet expanded.</param>
    /// <param name="program">Value of the key <c>program</c>; null when there is none.</param>
    /// <param name="environment">Looks up a variable of the environment; null when it is not set.</param>
    public static CommandParts Of(IReadOnlyList<string> command, string? program, Func<string, string?> environment)
    {
        var parts = Split([.. command.Select((word, index) => Word(word, index, program, environment))]);
        return parts with { Names = [.. parts.Named(command, program)] };
    }

    private static CommandParts Split(IReadOnlyList<CommandWord?> words)
    {
        var at = 0;
        if (words.Count > 0 && words[0] is { } first && Name(first.Text) == "env")
        {
            for (at = 1; at < words.Count && words[at] is { } set && Assignment().IsMatch(set.Text);) at++;
            if (at < words.Count && words[at] is { } option && option.Text.StartsWith('-')) return new();
        }

        if (at >= words.Count) return new() { Problem = (Math.Max(0, at - 1), "'command' names nothing to run: add the program's words") };
        if (words[at] is not { } executable) return new();
        if (IsParameters(executable)) return new()
        {
            Problem = (at, $"'command' has {executable.Text} where the program to run should stand: put the program's words before it, " +
                "for example [\"${env}\", \"${interpreter}\", \"${program}\", \"${args}\"]"),
        };
        var parts = new CommandParts { Executable = executable };
        if (IsPythonName(executable.Text)) return parts.AfterPython(words, at + 1);
        return Shells.Contains(Name(executable.Text)) ? parts.AfterShell(words, at + 1) : parts.AfterOther(words, at + 1);
    }

    private CommandParts AfterPython(IReadOnlyList<CommandWord?> words, int at)
    {
        for (; at < words.Count && words[at] is { } word; at++)
        {
            if (IsParameters(word)) return WithoutScript(word, "Python");
            var text = word.Text;
            if (!text.StartsWith('-') || text == "-") return text == "-" ? this : this with { Script = word };
            if (text is "-W" or "-X") at++;
            if (text.StartsWith("--", StringComparison.Ordinal) || text.StartsWith("-W", StringComparison.Ordinal)
                || text.StartsWith("-X", StringComparison.Ordinal)) continue;
            // Letters may stand together: '-um'. What follows the 'm' or 'c' in the same word is the module or the code.
            var last = text.IndexOfAny(['m', 'c']);
            if (last < 0) continue;
            if (text[last] == 'c') return this;
            if (last + 1 < text.Length) return this with { Module = word with { Text = text[(last + 1)..] } };
            return at + 1 < words.Count && words[at + 1] is { } module && !IsParameters(module) ? this with { Module = module } : this;
        }

        return this;
    }

    private CommandParts AfterShell(IReadOnlyList<CommandWord?> words, int at)
    {
        for (; at < words.Count && words[at] is { } word; at++)
        {
            if (IsParameters(word)) return WithoutScript(word, "the shell");
            var text = word.Text;
            if (text[0] is not ('-' or '+')) return this with { Script = word };
            if (text.StartsWith("--", StringComparison.Ordinal)) continue;
            // Commands in the next word, or on standard input.
            if (text.AsSpan().ContainsAny('c', 's')) return this;
            if (text[^1] is 'o' or 'O') at++;
        }

        return this;
    }

    private CommandParts AfterOther(IReadOnlyList<CommandWord?> words, int at)
    {
        for (; at < words.Count; at++)
        {
            if (words[at] is not { IsProgram: true } word) continue;
            return words[at - 1] is { Text: "-m" or "--module" } ? this with { Module = word } : this with { Argument = word };
        }

        return this;
    }

    private CommandParts WithoutScript(CommandWord parameters, string interpreter) => this with
    {
        Problem = (parameters.Index,
            $"'command' gives {parameters.Text} to {interpreter} itself: put what it is to run before it, for example \"${{program}}\""),
    };

    private IEnumerable<string> Named(IReadOnlyList<string> command, string? program)
    {
        if (Script is { } script) return [script.Text];
        if (Module is { } module) return [module.Text.Replace('.', '/'), module.Text.Replace('.', '/') + ".py"];
        if (Argument is { } argument) return [argument.Text];
        if (Executable is { } executable && executable.Text.Contains('/', StringComparison.Ordinal) && Name(executable.Text) != "env"
            && !Path.IsPathRooted(executable.Text)) return [executable.Text];
        return command.SelectMany(word => word.Split([' ', '=', '\t', '\n', ';'], StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word == "${program}" ? program ?? "" : word)
            .Where(word => word.AsSpan().ContainsAny('.', '/') && !word.StartsWith('-') && !Path.IsPathRooted(word)
                && !word.Contains("${", StringComparison.Ordinal) && word.Trim('.', '/').Length > 0);
    }

    /// <summary>The word that a macro stands for; null when it is not known before the start.</summary>
    private static CommandWord? Word(string word, int index, string? program, Func<string, string?> environment)
    {
        if (word.StartsWith("${args", StringComparison.Ordinal)) return new(word, index, false);
        var text = CommandMacros.Replace(word, name => name switch
        {
            "env" => "/usr/bin/env",
            "interpreter" => SearchPath.Interpreter,
            "program" when program is not null => program,
            _ => CommandMacros.Variable(name) is { } variable ? environment(variable) : null,
        });
        return text.Length == 0 || text.Contains("${", StringComparison.Ordinal) ? null : new(text, index, word == "${program}");
    }

    private static bool IsParameters(CommandWord word) => word.Text.StartsWith("${args", StringComparison.Ordinal);

    private static bool IsPythonName(string command) => PythonName().IsMatch(Name(command));

    private static string Name(string command) => command[(command.LastIndexOf('/') + 1)..];

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")] private static partial Regex Assignment();
    [GeneratedRegex($"^({Python}|pypy)[0-9.]*$")] private static partial Regex PythonName();
}
