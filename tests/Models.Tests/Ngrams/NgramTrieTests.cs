using CsCheck;
using Sweep.Models.Ngrams;

namespace Sweep.Models.Tests.Ngrams;

/// <summary>Counts against dictionaries.</summary>
public sealed class NgramTrieTests
{
    [Fact]
    public void Occurrences_and_predecessors_are_those_that_one_finds_by_looking() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 80], Gen.Int[1, 5]).Sample((text, order) =>
        {
            var trie = new NgramTrie(text);
            while (trie.Order < order) trie.Grow();
            for (var k = 1; k <= order; k++)
            {
                var counts = Grams(text, k).CountBy(gram => string.Join(' ', gram)).ToDictionary();
                Assert.Equal(counts.Count, trie.Level(k).Count);
                foreach (var gram in Grams(text, k).DistinctBy(gram => string.Join(' ', gram)))
                {
                    var node = trie.Find(gram);
                    Assert.Equal(counts[string.Join(' ', gram)], trie.Level(k).Occurrences[node]);
                    if (k == order) continue;
                    var before = Grams(text, k + 1).Where(longer => longer.Skip(1).SequenceEqual(gram)).Select(longer => longer[0]);
                    Assert.Equal(before.Distinct().Count(), trie.Predecessors(k)[node]);
                }
            }

            Assert.Equal(-1, trie.Find([7]));
        });

    private static IEnumerable<int[]> Grams(int[] text, int k) =>
        Enumerable.Range(0, Math.Max(0, text.Length - k + 1)).Select(start => text[start..(start + k)]);
}
