using System.Reflection;
using System.Text.RegularExpressions;

namespace Sweep.Ledger.Storage;

/// <summary>The steps of a schema, in order: the embedded files <c>Schema/FOLDER/NNNN_*.sql</c>. A line <c>-- include NAME</c> stands for
/// <c>Schema/Shared/NAME</c>, and <c>{word}</c> in there for what the database says in its place.</summary>
/// <remarks>Ledgers everywhere have run these steps: whatever the files look like, each must go on to make what it made.</remarks>
internal static partial class SchemaSteps
{
    private const string Root = "Sweep.Ledger.Schema.";

    private static readonly Assembly Here = Assembly.GetExecutingAssembly();

    /// <summary>Reads the steps of a database.</summary>
    public static string[] Read(string folder, IReadOnlyDictionary<string, string> dialect)
    {
        var names = Here.GetManifestResourceNames().Where(name => name.StartsWith($"{Root}{folder}.", StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select((name, index) => Step(name, $"{Root}{folder}.{index + 1:0000}_", dialect))];
    }

    private static string Step(string name, string prefix, IReadOnlyDictionary<string, string> dialect)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            throw new InvalidOperationException($"expected a schema step '{prefix}*.sql', found '{name}'");
        return Include().Replace(Text(name), include =>
            Word().Replace(Text($"{Root}Shared.{include.Groups["name"].Value}"), word => dialect[word.Groups["name"].Value]));
    }

    private static string Text(string name)
    {
        using var file = Here.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"there is no embedded file '{name}'");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-- include (?<name>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Include();

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
