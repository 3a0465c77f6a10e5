using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Cache;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Tests.Data.Cache;

/// <summary>Tokens of large texts in files; here every text is large.</summary>
public sealed class TokenStoreTests : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient noNetwork = new(new RefusingHandler());

    private string Tokens => Path.Combine(folder.Path, "data", ".tokens");

    public void Dispose()
    {
        noNetwork.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(TextMode.Letters, TokenKind.Char)]
    [InlineData(TextMode.Letters, TokenKind.Word)]
    [InlineData(TextMode.Raw, TokenKind.Word)]
    [InlineData(TextMode.Lower, TokenKind.Byte)]
    [InlineData(TextMode.Raw, TokenKind.Bpe)]
    public void A_corpus_from_a_file_is_the_one_from_memory(TextMode mode, TokenKind token)
    {
        var options = Text("The cat, the hat. 你好 ", 500) with { Text = mode, Token = token, VocabSize = 300 };

        var (made, read, memory) = (Catalog().Get(options), Catalog().Get(options), Catalog(from: long.MaxValue).Get(options));

        Assert.Single(Directory.GetFiles(Tokens, "*.tokens"));
        Assert.All([made, read], corpus =>
        {
            Assert.Equal(memory.Tokens.ToArray(), corpus.Tokens.ToArray());
            Assert.Equal(memory.Vocabulary.Types, corpus.Vocabulary.Types);
            Assert.Equal(
                (memory.HeldOut, memory.Characters, memory.HeldOutCharacters, memory.SideNats, memory.Sha256),
                (corpus.HeldOut, corpus.Characters, corpus.HeldOutCharacters, corpus.SideNats, corpus.Sha256));
            Assert.Equal(memory.Merges ?? [], corpus.Merges ?? []);
        });
    }

    [Fact]
    public void Another_content_under_the_same_name_has_a_file_of_its_own()
    {
        var options = Text("one two ", 100);
        var first = Catalog().Get(options).Tokens.ToArray();
        Text("two one ", 100);

        Assert.NotEqual(first, Catalog().Get(options).Tokens.ToArray());
        Assert.Equal(2, Directory.GetFiles(Tokens, "*.tokens").Length);
    }

    /// <summary>The change keeps the length and the time of the file, so that its bytes alone tell.</summary>
    [Theory]
    [InlineData(TokenKind.Char, null)]
    [InlineData(TokenKind.Word, 40L)]
    [InlineData(TokenKind.Bpe, null)]
    public void A_text_that_changes_while_it_is_cut_is_refused_and_nothing_is_kept_of_it(TokenKind token, long? most)
    {
        var options = Text("one two ", 100) with { Text = TextMode.Raw, Token = token, MaxCharacters = most };
        var (file, text) = (Path.Combine(folder.Path, "text.txt"), new TextFileSource().Read(options, CancellationToken.None));
        var time = File.GetLastWriteTimeUtc(file);
        Text("one two ", 99);
        File.AppendAllText(file, "two one ");
        File.SetLastWriteTimeUtc(file, time);

        var refused = Assert.Throws<CorpusException>(() =>
            CorpusBuilder.Build(text, options, null, Store(), null, TestContext.Current.CancellationToken));

        Assert.Contains("corpus 'text.txt': it was changed while it was read", refused.Message);
        Assert.All(Directory.GetFiles(Tokens), path => Assert.EndsWith(".lock", path));
    }

    [Fact]
    public void A_file_that_took_anothers_place_with_its_length_and_time_is_another_text_after_one_refusal()
    {
        var (options, catalog) = (Text("one two ", 100) with { Text = TextMode.Raw }, Catalog());
        var file = Path.Combine(folder.Path, "text.txt");
        var (first, time) = (catalog.Get(options).Sha256, File.GetLastWriteTimeUtc(file));
        Text("two one ", 100);
        File.SetLastWriteTimeUtc(file, time);

        Assert.Throws<CorpusException>(() => catalog.Get(options with { Token = TokenKind.Word }));
        Assert.NotEqual(first, catalog.Get(options with { Token = TokenKind.Word }).Sha256);
    }

    [Fact]
    public void What_does_not_decide_the_tokens_makes_no_second_file()
    {
        var options = Text("one two ", 100) with { Text = TextMode.Raw, Token = TokenKind.Byte };

        Catalog().Get(options);
        Catalog().Get(options with { MinFreq = 3, VocabSize = 300 });

        Assert.Single(Directory.GetFiles(Tokens, "*.tokens"));
    }

    [Fact]
    public void A_large_text_without_tokens_is_told_as_such() => Assert.Contains("expected a text with the letters A-Z, found none",
        Assert.Throws<CorpusException>(() => Catalog(inMemory: 10).Get(Text("1, 2, 3 ", 100))).Message);

    [Fact]
    public void Whoever_waits_for_another_process_says_so_and_can_be_stopped()
    {
        var (options, file) = Made();
        using var turn = FileTurn.TryTake(file);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var said = new List<string>();
        var catalog = Catalog(waits: line =>
        {
            said.Add(line);
            stop.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => catalog.Load(options, stop.Token));
        Assert.Equal(["corpus 'text.txt': waiting for another process that cuts this or another text into tokens"], said);
    }

    [Fact]
    public void What_is_no_lock_is_not_waited_for()
    {
        var (options, file) = Made();
        var path = Directory.GetFiles(Tokens, "*.lock").Single();
        File.Delete(path);
        using var other = new NoFile("socket", path);

        Assert.NotEqual(0, Catalog().Get(options).Tokens.Length);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_file_that_is_not_whole_is_made_again()
    {
        var options = Text("one two ", 100);
        var tokens = Catalog().Get(options).Tokens.ToArray();
        var file = Directory.GetFiles(Tokens, "*.tokens").Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);

        Assert.Equal(tokens, Catalog().Get(options).Tokens.ToArray());
    }

    [Fact]
    public async Task Several_at_once_make_it_once()
    {
        var options = Text("one two three ", 2000) with { Text = TextMode.Raw, Token = TokenKind.Bpe };

        var corpora = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Catalog().Get(options))));

        Assert.Single(corpora.Select(corpus => string.Join(' ', corpus.Tokens.ToArray())).Distinct());
        Assert.Empty(Directory.GetFiles(Tokens, "*.part"));
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared()
    {
        var options = Text("one two ", 100);
        Catalog().Get(options);
        var file = Directory.GetFiles(Tokens, "*.tokens").Single();
        File.Move(file, $"{file}.1-abc.part");
        folder.Write("data/.tokens/0123.tokens.1-abc.part", "of another text"u8.ToArray());
        folder.Write("data/.tokens/4567.tokens.1-abc.part", "of one that is being cut"u8.ToArray());
        using var turn = FileTurn.TryTake(Path.Combine(Tokens, "4567.tokens"));

        Catalog().Get(options);

        Assert.Equal(["4567.tokens.1-abc.part"], Directory.GetFiles(Tokens, "*.part").Select(Path.GetFileName));
    }

    [Fact]
    public void Locks_of_all_texts_are_few()
    {
        for (var i = 0; i < 3; i++) Catalog().Get(Text($"{(char)('a' + i)} text ", 50));

        Assert.All(Directory.GetFiles(Tokens, "*.lock"), path => Assert.Matches("^[0-9a-f]{2}[.]lock$", Path.GetFileName(path)));
    }

    [Fact]
    public void The_least_recently_used_files_go_when_all_are_too_large()
    {
        var catalog = Catalog(most: 3000);
        var texts = Enumerable.Range(0, 4).Select(i => Text($"{(char)('a' + i)} text ", 50, $"{i}.txt")).ToList();

        var corpora = texts.ConvertAll(options => catalog.Get(options));

        Assert.InRange(Directory.GetFiles(Tokens, "*.tokens").Length, 1, 2);
        // Whoever holds one keeps it.
        Assert.All(corpora, corpus => Assert.Equal(corpora[0].Tokens.Length, corpus.Tokens.ToArray().Length));
    }

    [Fact]
    public void Where_no_file_can_be_written_a_small_text_is_cut_in_memory_and_a_large_one_names_the_way_out()
    {
        var options = Text("one two ", 100);
        folder.Write("data/.tokens", "a file in the folder's place"u8.ToArray());

        Assert.NotEqual(0, Catalog().Get(options).Tokens.Length);
        var refused = Assert.Throws<CorpusException>(() => Catalog(inMemory: 10).Get(options));
        Assert.Contains($"cannot keep its tokens in {Tokens}", refused.Message);
        Assert.Contains("set SWEEP_DATA", refused.Message);
    }

    [Fact]
    public void Learnt_merges_are_written_for_other_programs_and_can_be_read_again()
    {
        var options = Text("the cat that sat ", 200) with { Text = TextMode.Raw, Token = TokenKind.Bpe, VocabSize = 270 };
        var learnt = Catalog().Get(options);
        var tokenizer = Directory.GetDirectories(Path.Combine(folder.Path, "data", ".tokenizers")).Single();

        var given = Catalog().Get(options with { Tokenizer = tokenizer });

        Assert.Equal("#version: 0.2", File.ReadLines(Path.Combine(tokenizer, "merges.txt")).First());
        Assert.Equal(learnt.Merges, File.ReadLines(Path.Combine(tokenizer, "merges.txt")).Skip(1));
        Assert.Equal(learnt.Tokens.ToArray(), given.Tokens.ToArray());
        // It is another corpus for the ledger: other merges would make other tokens of the same text.
        Assert.NotEqual(learnt.Sha256, given.Sha256);
    }

    [Fact]
    public void A_folder_that_is_no_tokenizer_is_refused() => Assert.Contains(
        "expected a folder with vocab.json and merges.txt",
        Assert.Throws<CorpusException>(() =>
            Catalog().Get(Text("one ", 10) with { Text = TextMode.Raw, Token = TokenKind.Bpe, Tokenizer = folder.Path })).Message);

    public static TheoryData<string, string, string> NoTokenizers => new()
    {
        { "{", "#version: 0.2", "vocab.json" },
        { "null", "", "it holds nothing" },
        { "{\"a\": 1.5}", "", "could not be converted" },
        { "{\"\\ud800\": 0}", "", "expected a folder with" },
        { Vocabulary(""), "", "which spells no bytes: expected a byte-level vocabulary" },
        { Vocabulary("你"), "", "its vocabulary has '你', which spells no bytes" },
        { Vocabulary("ab").Replace("256", "1", StringComparison.Ordinal), "", "does not number its 257 tokens from 0 on, found 1" },
        { Vocabulary("ab").Replace("\"x\"", "\"xx\"", StringComparison.Ordinal), "", "its vocabulary lacks the byte 'x'" },
        { Vocabulary("ab"), "#version: 0.2\nb c\n", "its merge 'b c' is not of two tokens that make a third one" },
        { Vocabulary("ab"), "a\n", "its merge 'a' is not of two tokens" },
    };

    [Theory]
    [MemberData(nameof(NoTokenizers))]
    public void Files_that_are_no_tokenizer_are_named_with_what_is_wrong(string vocabulary, string merges, string reason)
    {
        folder.Write("given/vocab.json", vocabulary);
        folder.Write("given/merges.txt", merges);

        var message = Assert.Throws<CorpusException>(() => Catalog().Get(
            Text("one ", 10) with { Text = TextMode.Raw, Token = TokenKind.Bpe, Tokenizer = "given" })).Message;

        Assert.Contains("tokenizer: expected a folder with vocab.json and merges.txt of a byte-level tokenizer, found " +
            $"{folder.Path}/given: ", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void A_tokenizer_that_no_folder_can_be_called_is_refused() => Assert.Contains(
        "tokenizer 'a\0b': expected a path, found what no file can be called",
        Assert.Throws<CorpusException>(() =>
            Catalog().Get(Text("one ", 10) with { Text = TextMode.Raw, Token = TokenKind.Bpe, Tokenizer = "a\0b" })).Message);

    /// <summary>The bytes, and one token more.</summary>
    private static string Vocabulary(string more) => JsonSerializer.Serialize(
        ByteAlphabet.Types.Append(more).Select((type, number) => KeyValuePair.Create(type, number)).ToDictionary(), Plain);

    /// <summary>A text whose tokens were made, and are gone again.</summary>
    private (CorpusOptions Options, string File) Made()
    {
        var options = Text("one two ", 100);
        Catalog().Get(options);
        var file = Directory.GetFiles(Tokens, "*.tokens").Single();
        File.Delete(file);
        return (options, file);
    }

    private CorpusOptions Text(string text, int times, string name = "text.txt")
    {
        folder.Write(name, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times))));
        return new CorpusOptions { Corpus = name, BaseFolder = folder.Path };
    }

    private CorpusCatalog Catalog(
        long from = 0, long most = long.MaxValue, long inMemory = long.MaxValue, Action<string>? waits = null) =>
        new(Path.Combine(folder.Path, "data"), noNetwork) { Store = Store(from, most, inMemory, waits) };

    private TokenStore Store(long from = 0, long most = long.MaxValue, long inMemory = long.MaxValue, Action<string>? waits = null) =>
        new(Tokens, TimeProvider.System) { From = from, MostBytes = most, MostInMemory = inMemory, Waits = waits };
}
