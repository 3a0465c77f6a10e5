using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Pictures;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Page.Answers;

/// <summary>The parameters of a sweep with the axes on which they are drawn.</summary>
/// <param name="space">What its file lets parameters be; null when no longer known.</param>
internal sealed class ParameterAxes(IReadOnlyList<TrialConfig> configs, ObservedTrials trials, SearchSpace? space)
{
    private const int MostValues = 1000;

    private readonly PictureAxes axes = new(trials, space);

    /// <summary>All of them: those of the file in its order, then others that a trial has.</summary>
    public IReadOnlyList<object> All() =>
    [
        .. (space?.Parameters ?? []).Select(parameter => parameter.Name).Union(trials.Names).Where(trials.Names.Contains).Select(Of),
    ];

    /// <summary>Values of a band in the order in which it shows them.</summary>
    public IReadOnlyList<JsonNode?> Values(string name)
    {
        var (values, known) = (new List<JsonNode?>(), new HashSet<string>(StringComparer.Ordinal));
        if (Domain(name) is ListDomain { Count: { } count } list) for (var item = 0L; item < count; item++) Add(list.Item(item));
        var (parameter, next) = (trials.Parameter(name), ObservedParameter.Absent + 1);
        for (var config = 0; config < configs.Count && values.Count < MostValues; config++)
        {
            // Values are numbered in the order in which they appear.
            if (parameter.Of(config) < next) continue;
            next = parameter.Of(config) + 1;
            // Of a copy: a configuration keeps what was parsed of it, and there may be very many.
            Add(new TrialConfig(configs[config].Json)[name]);
        }

        return values;

        void Add(JsonNode? value)
        {
            if (values.Count < MostValues && known.Add(value?.ToJsonString() ?? "null")) values.Add(value);
        }
    }

    /// <summary>How the values of an axis become places, in the words of the page.</summary>
    public static string Word(AxisScale scale) => scale switch
    {
        AxisScale.Category => "band",
        AxisScale.Log => "log",
        _ => "linear",
    };

    private IDomain? Domain(string name) => Parameter(name)?.Domain;

    private SpaceParameter? Parameter(string name) => space?.Parameters.FirstOrDefault(parameter => parameter.Name == name);

    private object Of(string name)
    {
        var axis = axes.OfParameter(name).Axis;
        return new
        {
            Name = name,
            Scale = Word(axis.Scale),
            Values = axis.Scale == AxisScale.Category ? Values(name) : null,
            Min = axis.Low,
            Max = axis.High,
            Varies = trials.Values(name) > 1,
            Conditional = Parameter(name) is { When.Count: > 0 },
        };
    }
}
