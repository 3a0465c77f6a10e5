using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Experiments.Catalog;

/// <summary>Keeps whoever submits a sweep to a cluster from reading any file of its nodes: only their data folder is open.</summary>
/// <remarks>Which parameters are paths is what an experiment declares (<see cref="ParameterDefinition.IsPath"/>).</remarks>
public static class PathConfinement
{
    private const int MostLinks = 40;

    /// <summary>What is wrong with the paths of a configuration, and the way out; null when nothing is. Reads no file.</summary>
    /// <param name="experiment">The experiment that reads them; one without declared parameters reads what its commands say.</param>
    /// <param name="config">One value per parameter, as a JSON object.</param>
    /// <param name="folder">Absolute folder that holds the files, where links are to be followed; null = judge the names alone.</param>
    public static string? Problem(IExperimentDefinition experiment, JsonObject config, string? folder = null) =>
        (experiment.Parameters ?? []).Where(parameter => parameter.IsPath).Select(parameter => Problem(parameter, config, folder))
            .FirstOrDefault(found => found is not null);

    private static string? Problem(ParameterDefinition parameter, JsonObject config, string? folder)
    {
        var value = config[parameter.Name];
        var path = value is null ? parameter.Default : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
            : value.ToJsonString();
        if (path is null || parameter.NoPaths.Contains(path)) return null;
        var words = path.Split('/', '\\');
        if (path.Length == 0 || Path.IsPathRooted(path) || words.Contains("..") || words[0].StartsWith('~') || path.Contains('\0'))
        {
            return $"{parameter.Name} '{path}': in a cluster a text is named by its path within the nodes' data folder, without a " +
                "leading '/' and without '..'; "
                + "copy it there on every node";
        }

        if (folder is null) return null;
        // As whoever reads it does, so that both see the same files.
        return Outside(folder, Path.GetFullPath(path, folder), parameter) is { } outside
            ? $"{parameter.Name} '{path}': {outside} leads out of the data folder {folder}; copy the text into the folder"
            : null;
    }

    /// <summary>What leads out of a folder: a link in the path itself, or one among the files that it stands for; null = nothing.</summary>
    private static string? Outside(string folder, string path, ParameterDefinition parameter)
    {
        if (Real(folder)?.TrimEnd('/') + '/' is not { Length: > 1 } root) return "a link in its path";
        if (!IsIn(root, path)) return "a link in its path";
        if (parameter.FilesOf is not { } filesOf) return null;
        try
        {
            return filesOf(path).FirstOrDefault(file => !IsIn(root, file)) is { } file ? $"the link {file}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it says why it cannot be read.
            return null;
        }
    }

    private static bool IsIn(string root, string path) =>
        Real(path) is { } place && (place.TrimEnd('/') + '/').StartsWith(root, StringComparison.Ordinal);

    /// <summary>The path with every link followed; null when they go in circles.</summary>
    private static string? Real(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Words(path));
        var real = "/";
        while (rest.TryPop(out var word))
        {
            if (word == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, word);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) real = "/";
            foreach (var step in Words(target)) rest.Push(step);
        }

        return real;
    }

    /// <summary>The words of a path, last one first.</summary>
    private static IEnumerable<string> Words(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(word => word != ".").Reverse();
}
