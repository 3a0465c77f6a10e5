using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;

namespace Sweep.Experiments.Specs;

/// <summary>A parameter as the file has it, nested ones flattened.</summary>
/// <param name="Name">Full name.</param>
/// <param name="At">Where its name stands.</param>
/// <param name="Domain">Its values; null when they were reported.</param>
/// <param name="Whens">Its own <c>when</c> and those of the groups around it.</param>
/// <param name="Path">Names of the groups around it, and its own.</param>
internal sealed record WrittenParameter(
    string Name, SpecPosition At, IDomain? Domain, IReadOnlyList<YamlNode> Whens, IReadOnlyList<string> Path);
