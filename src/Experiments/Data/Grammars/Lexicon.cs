namespace Sweep.Experiments.Data.Grammars;

/// <summary>The words of the embedded corpus. In each list a word is used in inverse proportion to its place (Zipf).</summary>
internal static class Lexicon
{
    /// <summary>Kinds of things; a verb fits the kind of its subject, and its object fits the verb.</summary>
    public static readonly string[] Kinds = ["person", "animal", "machine", "nature"];

    public static readonly Dictionary<string, string[]> Nouns = new()
    {
        ["person"] = ["girl", "farmer", "sailor", "teacher", "painter", "boy"],
        ["animal"] = ["dog", "horse", "fox", "bird", "cat", "goat"],
        ["machine"] = ["clock", "lamp", "pump", "bell", "kettle", "radio"],
        ["nature"] = ["river", "tree", "star", "cloud", "flower", "storm"],
    };

    /// <summary>Verbs without an object.</summary>
    public static readonly Dictionary<string, string[]> Acts = new()
    {
        ["person"] = ["sing", "laugh", "dance"],
        ["animal"] = ["sleep", "jump", "hide"],
        ["machine"] = ["stop", "rattle", "hum"],
        ["nature"] = ["grow", "shine", "fade"],
    };

    /// <summary>Verbs that are followed by an adverb.</summary>
    public static readonly Dictionary<string, string> Moves = new()
    {
        ["person"] = "walk",
        ["animal"] = "run",
        ["machine"] = "work",
        ["nature"] = "change",
    };

    /// <summary>Verbs with an object, by kind of subject and kind of object.</summary>
    public static readonly Dictionary<(string Subject, string Object), string[]> Deeds = new()
    {
        [("person", "person")] = ["greet", "praise"],
        [("person", "animal")] = ["feed", "brush"],
        [("person", "machine")] = ["repair", "clean"],
        [("person", "nature")] = ["watch", "paint"],
        [("animal", "person")] = ["follow", "trust"],
        [("animal", "animal")] = ["chase", "bite"],
        [("animal", "machine")] = ["fear", "sniff"],
        [("animal", "nature")] = ["cross", "seek"],
        [("machine", "person")] = ["wake", "help"],
        [("machine", "animal")] = ["scare", "disturb"],
        [("nature", "person")] = ["please", "calm"],
        [("nature", "machine")] = ["cover", "cool"],
    };

    /// <summary>Verbs of persons that are followed by a clause.</summary>
    public static readonly string[] Thoughts = ["think", "know"];

    public static readonly string[] Adjectives = ["tall", "small", "quiet", "red", "strange", "noisy"];
    public static readonly string[] Adverbs = ["slowly", "again", "well", "alone"];
    public static readonly string[] Prepositions = ["near", "behind", "under"];
    public static readonly string[] Openers = ["today", "sometimes", "often"];

    /// <summary>The form with s: plural of a noun, third person singular of a verb.
    /// No noun or adjective begins with a vowel, so that "a" is always right.</summary>
    public static string WithS(string word) => word switch
    {
        _ when word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) => word + "es",
        _ when word[^1] is 's' or 'x' => word + "es",
        _ when word[^1] == 'y' && !"aeo".Contains(word[^2]) => word[..^1] + "ies",
        _ => word + "s",
    };
}
