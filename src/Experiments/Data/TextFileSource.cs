using System.Text;
using F23.StringSimilarity;
using Sweep.Contracts.Files;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data;

/// <summary>Any UTF-8 text: a file, a folder of files, or a pattern, by its path; takes every name that no other source handles.</summary>
internal sealed class TextFileSource : ITextSource
{
    private static readonly string[] Names = [CorpusOptions.Grammar, CorpusOptions.TimeMachine];

    public bool Handles(CorpusOptions options) => true;

    public string Stamp(CorpusOptions options)
    {
        var path = FullPath(options);
        var stamps = RegularFile.KindOf(path) is FileKind.Folder || CorpusFiles.IsPattern(path)
            ? string.Join(' ', Files(options.Corpus, path).Select(file => $"{file} {FileStamp.Of(file)}"))
            : FileStamp.Of(path)?.ToString();
        return $"{options.Corpus} {path} {stamps}";
    }

    public CorpusText Read(CorpusOptions options, CancellationToken cancel)
    {
        var path = FullPath(options);
        var layout = Layout(options.Corpus, path);
        var hashes = new[] { layout.Training, layout.Validation, layout.Test }
            .Select(part => part.Select(file => new TextFile(options.Corpus, file, cancel)).ToList()).ToList();
        var files = hashes.SelectMany(part => part).ToList();
        if (files.TrueForAll(file => file.Bytes == 0))
            throw new CorpusException(files.Count == 1
                ? $"corpus '{options.Corpus}': expected a text, found the empty file {layout.Training[0]}; name another file"
                : $"corpus '{options.Corpus}': expected a text, found {files.Count} empty files; name others");
        return new CorpusText
        {
            Name = options.Corpus,
            Training = Pieces(hashes[0]),
            Validation = Pieces(hashes[1]),
            Test = Pieces(hashes[2]),
            IsSplit = layout.IsSplit,
            Sha256 = files.Count == 1 ? files[0].Sha256 : Identity(hashes),
            ValidationSha256 = Identity(hashes[1]),
            TestSha256 = Identity(hashes[2]),
            Bytes = files.Sum(file => file.Bytes),
        };
    }

    private static CorpusLayout Layout(string corpus, string path)
    {
        if (CorpusFiles.IsPattern(path)) return Several(corpus, path, $"no file matches the pattern {path}");
        return RegularFile.KindOf(path) switch
        {
            FileKind.Regular => CorpusLayout.Of([path]),
            FileKind.Absent => throw new CorpusException(Missing(corpus, path)),
            FileKind.Folder when corpus.Length > 0 => CorpusLayout.In(path) ?? Several(corpus, path, $"found none in the folder {path}"),
            FileKind.Folder => throw new CorpusException(
                $"corpus '{corpus}': expected a text, found the folder {path} and no name; name a file or folder"),
            var kind => throw new CorpusException($"corpus '{corpus}': expected a text file, found " +
                $"{NotRegularFileException.Words(kind)} at {path}; a text is read again by every trial, so put it into a file"),
        };
    }

    private static CorpusLayout Several(string corpus, string path, string none)
    {
        var files = Files(corpus, path);
        return files.Count > 0 ? CorpusLayout.Of(files)
            : throw new CorpusException($"corpus '{corpus}': expected text files, {none}; name others");
    }

    private static IReadOnlyList<string> Files(string corpus, string path)
    {
        try
        {
            return CorpusFiles.Of(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"corpus '{corpus}': cannot list {path}: {refused.Message}", refused);
        }
    }

    private static IReadOnlyList<TextPiece> Pieces(List<TextFile> files) => [.. files.Select(file => file.Piece)];

    /// <summary>Of several files: their hashes, part by part, in the order in which they are read.</summary>
    private static string Identity(List<List<TextFile>> parts) => CorpusCatalog.Hash(Encoding.UTF8.GetBytes(
        string.Join('\n', parts.Select(part => string.Join(' ', part.Select(file => file.Sha256))))));

    /// <summary>Of one part; null = there is none.</summary>
    private static string? Identity(List<TextFile> part) => part.Count switch
    {
        0 => null,
        1 => part[0].Sha256,
        _ => CorpusCatalog.Hash(Encoding.UTF8.GetBytes(string.Join(' ', part.Select(file => file.Sha256)))),
    };

    private static string FullPath(CorpusOptions options) => CorpusFiles.FullPath("corpus", options.Corpus, options.BaseFolder);

    private static string Missing(string corpus, string path)
    {
        var near = Names.FirstOrDefault(name => new Levenshtein().Distance(name, corpus) <= 2);
        var guess = near is null ? $"correct the path, or take one of {string.Join(", ", Names)}" : $"did you mean '{near}'?";
        return $"corpus '{corpus}': expected {string.Join(", ", Names)} or the path of a text file, found no file {path}; {guess}";
    }
}
