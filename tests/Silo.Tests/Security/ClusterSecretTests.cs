using Sweep.Contracts;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

public sealed class ClusterSecretTests : IDisposable
{
    private const string Text = "0123456789abcdef0123456789abcdef";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    private string Default => Path.Combine(folder.FullName, "config", "sweep", "secret");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_named_file_comes_before_the_variable_and_that_before_the_default_file()
    {
        var named = Write("named", "named-named-named-named");
        Directory.CreateDirectory(Path.GetDirectoryName(Default)!);
        Write("config/sweep/secret", "default-default-default");

        Assert.True(Load(new SecretSources(named, "variable-variable-variable", Default)).Matches(Secret("named-named-named-named")));
        Assert.True(Load(new SecretSources(null, "variable-variable-variable", Default)).Matches(Secret("variable-variable-variable")));
        Assert.True(Load(new SecretSources(null, "", Default)).Matches(Secret("default-default-default")));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(" \t\n")]
    public void White_space_around_a_secret_does_not_count(string end) =>
        Assert.True(Load(new SecretSources(Write("s", $"{end}{Text}{end}"), null, Default)).Matches(Secret(Text)));

    [Theory]
    [InlineData("pipe", "found a named pipe (FIFO)")]
    [InlineData("folder", "found a folder")]
    [InlineData("socket", "found a socket")]
    [InlineData("device", "found a device")]
    public void What_is_no_file_is_refused_and_not_waited_for(string kind, string reason)
    {
        var path = Path.Combine(folder.FullName, "other");
        using var other = new NoFile(kind, path);

        var refused = Assert.Throws<SweepRefusedException>(() => Load(new SecretSources(path, null, Default)));

        Assert.True(refused.IsInputError);
        Assert.Contains($"the cluster's secret in '{path}' cannot be read: expected a file, {reason}", refused.Message);
    }

    [Fact]
    public void A_bit_of_difference_is_another_secret() => Assert.False(Secret(Text).Matches(Secret(Text[..^1] + "e")));

    [Theory]
    [InlineData("", 0)]
    [InlineData("0123456789abcde\n", 15)]
    public void A_short_secret_is_refused_without_being_shown(string text, int length)
    {
        var refused = Assert.Throws<SweepRefusedException>(() => Load(new SecretSources(Write("s", text), null, Default)));

        Assert.True(refused.IsInputError);
        Assert.Contains($"at least 16 bytes, found {length}", refused.Message);
        Assert.Contains("openssl rand -hex 32", refused.Message);
        if (length > 0) Assert.DoesNotContain("0123456789", refused.Message);
    }

    [Fact]
    public void A_long_file_is_taken_for_another_file() =>
        Assert.Contains("too long", Assert.Throws<SweepRefusedException>(() =>
            Load(new SecretSources(Write("s", new string('x', 100_000)), null, Default))).Message);

    [Theory]
    [InlineData(OwnerOnly, true)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead, true)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead, false)]
    [InlineData(OwnerOnly | UnixFileMode.GroupWrite, false)]
    [InlineData(OwnerOnly | UnixFileMode.OtherWrite, false)]
    public void A_file_that_others_can_read_or_change_is_refused(UnixFileMode mode, bool good)
    {
        var file = Write("s", Text, mode);
        var sources = new SecretSources(file, null, Default);

        if (good) Assert.True(Load(sources).Matches(Secret(Text)));
        else Assert.Contains($"chmod 600 '{file}'", Assert.Throws<SweepRefusedException>(() => Load(sources)).Message);
    }

    [Fact]
    public void On_one_machine_a_missing_secret_is_made_for_its_user_alone_and_found_again()
    {
        var made = ClusterSecret.LoadOrCreate(new SecretSources(null, null, Default), isLoopback: true);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Default));
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(Default));
        Assert.True(made.Matches(Load(new SecretSources(null, null, Default))));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Default)!));
    }

    [Fact]
    public async Task Of_many_that_make_it_at_once_all_get_the_same()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => ClusterSecret.LoadOrCreate(new SecretSources(null, null, Default), isLoopback: true))));

        Assert.All(made, secret => Assert.True(secret.Matches(made[0])));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Default)!));
    }

    [Fact]
    public void Where_others_can_connect_nothing_is_made_and_the_error_says_how_to_make_and_spread_it()
    {
        var refused = Assert.Throws<SweepRefusedException>(() =>
            ClusterSecret.LoadOrCreate(new SecretSources(null, null, Default), isLoopback: false));

        Assert.True(refused.IsInputError);
        Assert.Contains("umask 077", refused.Message);
        Assert.Contains($"openssl rand -hex 32 > '{Default}'", refused.Message);
        Assert.Contains("scp -p", refused.Message);
        Assert.False(File.Exists(Default));
    }

    [Fact]
    public void A_named_file_that_is_missing_is_never_made()
    {
        var named = Path.Combine(folder.FullName, "nowhere");

        var refused = Assert.Throws<SweepRefusedException>(() =>
            ClusterSecret.LoadOrCreate(new SecretSources(named, null, Default), isLoopback: true));

        Assert.Contains($"there is no file '{named}'", refused.Message);
        Assert.False(File.Exists(named));
    }

    [Fact]
    public void The_default_file_is_in_the_users_configuration()
    {
        Assert.Equal("/x/sweep/secret", SecretSources.DefaultFileOf(name => name == "XDG_CONFIG_HOME" ? "/x" : null));
        Assert.Equal("/home/u/.config/sweep/secret", SecretSources.DefaultFileOf(name => name == "HOME" ? "/home/u" : ""));
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        Assert.DoesNotContain(Text, $"{Secret(Text)}");
        Assert.DoesNotContain(Text, $"{new SecretSources(null, Text, Default)}");
    }

    private static ClusterSecret Load(SecretSources sources) => ClusterSecret.LoadOrCreate(sources, isLoopback: false);

    private static ClusterSecret Secret(string text) => ClusterSecret.From(text, "a test");

    private string Write(string name, string text, UnixFileMode mode = OwnerOnly)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}

file static class SecretComparison
{
    /// <summary>Equal keys come of equal secrets.</summary>
    public static bool Matches(this ClusterSecret one, ClusterSecret other) => one.Key.PublicKey.SequenceEqual(other.Key.PublicKey);
}
