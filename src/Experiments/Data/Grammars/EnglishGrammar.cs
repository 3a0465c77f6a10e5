using static Sweep.Experiments.Data.Grammars.Lexicon;

namespace Sweep.Experiments.Data.Grammars;

/// <summary>The grammar of the embedded corpus: English-like sentences whose verbs agree with a subject that may be many words
/// back.</summary>
/// <remarks>Symbols carry what must be remembered: kind and number of a subject, kind of an object. So the word after "the dogs that the
/// girl feeds" is a plural verb that fits animals, however long the relative clause is. Rules and an example: docs/grammar.md.</remarks>
public static class EnglishGrammar
{
    private const string One = "one";
    private const string Many = "many";
    private const string Either = "either";

    /// <summary>The grammar.</summary>
    public static SimpleGrammar Instance { get; } = new("sentence", Rules());

    private static IEnumerable<Production> Rules() =>
    [
        .. Sentences(),
        .. NounPhrases("subject", 1, Kinds, (kind, number) => [$"predicate {kind} {number}"], "clause"),
        .. NounPhrases("thing", 1, Kinds, (_, _) => [], "thing"),
        .. Kinds.SelectMany(ObjectPhrases),
        .. from kind in Kinds from number in new[] { One, Many } from rule in Predicates(kind, number) select rule,
    ];

    private static IEnumerable<Production> Sentences() =>
    [
        .. Determiners("sentence", 14, "subject"),
        .. Zipf(Openers).Select(word => new Production("sentence", 2 * word.Share, word.Text, "clause")),
        new("sentence", 1, "when", "clause", "clause"),
        new("sentence", 1, "if", "clause", "then"),
        new("then", 1, "then", "clause"),
        .. Zipf(Adverbs).Select(word => new Production("manner", word.Share, word.Text)),
    ];

    // "the" leaves the number open; the other determiners fix it.
    private static IEnumerable<Production> Determiners(string symbol, double weight, string role) =>
    [
        new(symbol, weight * 0.5, "the", $"{role} {Either}"),
        new(symbol, weight * 0.2, "a", $"{role} {One}"),
        new(symbol, weight * 0.1, "every", $"{role} {One}"),
        new(symbol, weight * 0.2, "some", $"{role} {Many}"),
    ];

    // A noun phrase whose continuation depends on the kind and number of its noun; adjectives may pile up.
    private static IEnumerable<Production> NounPhrases(
        string role, double weight, string[] kinds, Func<string, string, IReadOnlyList<string>> then, string phrase) =>
    [
        .. Determiners(phrase, weight, role),
        .. from allowed in new[] { One, Many, Either } from rule in NounRules($"{role} {allowed}", allowed, kinds, then) select rule,
    ];

    private static IEnumerable<Production> NounRules(
        string symbol, string allowed, string[] kinds, Func<string, string, IReadOnlyList<string>> then) =>
    [
        .. Zipf(Adjectives).Select(word => new Production(symbol, 0.2 * word.Share, word.Text, symbol)),
        .. from kind in kinds
           from number in allowed == Either ? new[] { One, Many } : [allowed]
           from noun in Zipf(Nouns[kind])
           select new Production(symbol, 0.8 * noun.Share, number == One ? noun.Text : WithS(noun.Text), then(kind, number)),
    ];

    // Objects of one kind, and the subjects of relative clauses about something of that kind: "(the clocks) that some girls repair".
    private static IEnumerable<Production> ObjectPhrases(string kind)
    {
        string[] doers = [.. Kinds.Where(doer => Deeds.ContainsKey((doer, kind)))];
        return
        [
            .. NounPhrases($"object {kind}", 1, [kind], (_, _) => [], $"object {kind}"),
            .. from allowed in new[] { One, Many, Either }
               from rule in NounRules($"doer {kind} {allowed}", allowed, doers, (doer, number) => [$"deed {doer} {number} {kind}"])
               select rule,
            .. from doer in doers from number in new[] { One, Many } from rule in LoneDeeds(doer, number, kind) select rule,
        ];
    }

    // The verb that ends a relative clause, perhaps after another relative clause about its own subject.
    private static IEnumerable<Production> LoneDeeds(string doer, string number, string kind) =>
    [
        new($"deed {doer} {number} {kind}", 0.1, "that", $"relative {doer} {number}", $"plain deed {doer} {number} {kind}"),
        .. from symbol in new[] { ("deed", 0.9), ("plain deed", 1.0) }
           from verb in Zipf(Deeds[(doer, kind)])
           select new Production($"{symbol.Item1} {doer} {number} {kind}", symbol.Item2 * verb.Share, Agreeing(verb.Text, number)),
    ];

    private static IEnumerable<Production> Predicates(string kind, string number) =>
    [
        new($"predicate {kind} {number}", 0.35, "that", $"relative {kind} {number}", $"verb {kind} {number}"),
        .. Zipf(Prepositions)
            .Select(word => new Production($"predicate {kind} {number}", 0.15 * word.Share, word.Text, "thing", $"verb {kind} {number}")),
        .. Verbs($"predicate {kind} {number}", 0.5, kind, number),
        .. Thinking($"predicate {kind} {number}", 0.05, kind, number),
        .. Verbs($"verb {kind} {number}", 1, kind, number),
        .. Verbs($"relative {kind} {number}", 0.4, kind, number),
        .. Determiners($"relative {kind} {number}", 0.6, $"doer {kind}"),
    ];

    private static IEnumerable<Production> Verbs(string symbol, double weight, string kind, string number) =>
    [
        .. Zipf(Acts[kind]).Select(verb => new Production(symbol, 0.4 * weight * verb.Share, Agreeing(verb.Text, number))),
        new(symbol, 0.1 * weight, Agreeing(Moves[kind], number), "manner"),
        .. from pair in Deeds
           where pair.Key.Subject == kind
           from verb in Zipf(pair.Value)
           select new Production(symbol, 0.5 * weight * verb.Share, Agreeing(verb.Text, number), $"object {pair.Key.Object}"),
    ];

    private static IEnumerable<Production> Thinking(string symbol, double weight, string kind, string number) =>
        kind == "person"
            ? Zipf(Thoughts).Select(verb => new Production(symbol, weight * verb.Share, Agreeing(verb.Text, number), "clause")) : [];

    private static string Agreeing(string verb, string number) => number == One ? WithS(verb) : verb;

    private static IEnumerable<(string Text, double Share)> Zipf(string[] words)
    {
        var total = Enumerable.Range(1, words.Length).Sum(place => 1.0 / place);
        return words.Select((word, index) => (word, 1.0 / ((index + 1) * total)));
    }
}
