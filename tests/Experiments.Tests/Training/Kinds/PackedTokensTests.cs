using CsCheck;
using Sweep.Experiments.LanguageModels.Ngrams;

namespace Sweep.Experiments.Tests.Training.Kinds;

/// <summary>Token streams in a checkpoint.</summary>
public sealed class PackedTokensTests
{
    [Fact]
    public void Any_stream_comes_back() =>
        (from vocabulary in Gen.Int[1, 70_000]
         from tokens in Gen.Int[0, vocabulary - 1].Array[0, 200]
         select (vocabulary, tokens)).Sample((vocabulary, tokens) =>
         {
             var packed = PackedTokens.Pack(tokens, vocabulary);
             Assert.Equal(tokens, PackedTokens.Unpack(packed, vocabulary));
             Assert.Equal(PackedTokens.Bytes(tokens.Length, vocabulary), packed.Length * sizeof(long));
         });

    [Fact]
    public void Twelve_letters_take_one_number() => Assert.Equal(2, PackedTokens.Pack(new int[12], 28).Length);

    [Fact]
    public void Foreign_numbers_are_refused()
    {
        Assert.Contains("as many", Assert.Throws<InvalidDataException>(() => PackedTokens.Unpack([5], 28)).Message);
        Assert.Contains("expected below 3", Assert.Throws<InvalidDataException>(() => PackedTokens.Unpack([1, 3], 3)).Message);
    }
}
