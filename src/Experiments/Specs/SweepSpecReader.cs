using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Reads a sweep file strictly: all mistakes at once, with place and way out; guesses nothing. Never throws on any text.</summary>
public static class SweepSpecReader
{
    /// <summary>Longest text accepted, in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>Reads the text of a sweep file.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="catalog">The experiments there are.</param>
    /// <param name="place">Where it is read.</param>
    /// <param name="sets">Values of <c>--set</c>, each <c>key=value</c>, later ones over earlier ones.</param>
    /// <param name="defaultName">Name of the sweep when the file has none (the stem of its path); null = a name is required.</param>
    public static SpecResult Read(
        string yaml, ExperimentCatalog catalog, SpecPlace place, IReadOnlyList<string> sets, string? defaultName = null)
    {
        var errors = new SpecErrors();
        SweepSpec? spec = null;
        try
        {
            if (Root(yaml, errors) is { } root)
                spec = new Reading(catalog, place, errors).Spec(yaml, root, sets, defaultName);
        }
        catch (TooManyErrorsException)
        {
            // What was found until here is told.
        }

        return errors.Any ? new(null, errors.Sorted()) : new(spec, []) { Notices = errors.SortedNotices() };
    }

    private static YamlMap? Root(string yaml, SpecErrors errors)
    {
        if (yaml.Length > MaxLength)
        {
            errors.Add(default, $"too large for a sweep file: {yaml.Length:N0} characters, at most {MaxLength:N0} are read");
            return null;
        }

        if (SweepText.FirstBadCharacter(yaml) is { } bad)
        {
            errors.Add(bad.At, bad.Message);
            return null;
        }

        var root = YamlReader.Read(yaml, null, errors);
        if (root is YamlMap map) return map;
        if (errors.Any) return null;
        var wayOut = (root as YamlScalar)?.Text.Contains(':', StringComparison.Ordinal) == true ? ": a ':' needs a space behind it" : "";
        var found = root is null or YamlScalar { Value: null } ? "it is empty" : $"found {root.Describe()}{wayOut}";
        errors.Add(root?.At ?? new(1, 1), $"a sweep file is a map of keys such as 'name', 'method' and 'parameters'; {found}");
        return null;
    }

    private sealed record Found(
        ISampler? Sampler, SearchSpace? Space, IReadOnlyList<string> Varied, IReadOnlySet<string> Unread,
        ParameterGroups Groups, IReadOnlyDictionary<string, SpecPosition> Positions);

    private sealed class Reading(ExperimentCatalog catalog, SpecPlace place, SpecErrors errors)
    {
        public SweepSpec? Spec(string yaml, YamlMap written, IReadOnlyList<string> sets, string? defaultName)
        {
            var assemblies = new AssemblyReader(catalog, place);
            var map = new SetOverrides(assemblies.Known, errors).Apply(written, sets);
            if (map.Find("name") is null && defaultName is not null)
                map = map.With("name", new YamlScalar(default, defaultName, false));
            var root = new KeyReader(map, "", errors);
            root.RefuseOthers(SweepKeys.Known, "a sweep file", SweepKeys.WithoutEffect);
            SweepKeys.Tell(map, errors);
            var name = Name(root, isStem: map.Find("name")?.KeyAt == default(SpecPosition));
            var assembly = assemblies.Read(root, errors);
            var (experiment, definition, program, command) = new ProgramReader(assemblies.Known(map), errors)
            {
                IsUnread = assembly is null && root.Node("assembly") is not null,
                WayOut = assembly is null || place.LoadExperiments is not null ? ""
                    : ": start the node with --experiments and its assembly",
            }.Read(root);
            var workFolder = new WorkFolderReader(place, errors).Read(root, program, command);
            var metric = new MetricReader(definition, errors).Of(root);
            var (maxTrials, maxTime) = new LimitsReader(errors).Budget(root);
            var (gpus, memory) = new LimitsReader(errors).Resources(root);
            var seed = root.Whole("seed", long.MinValue) ?? 0;
            var replicates = new ReplicatesReader(root, errors);
            var seeds = replicates.Seeds();
            var search = Search(root, definition, seed, metric.Goals.HasSeveral);
            var namesNone = metric.Name.Length == 0 && root.Node("metric") is null && root.Node("metrics") is null;
            if (search.Sampler is { IsAdaptive: true } && namesNone)
                errors.Add(root.At("method"), $"method '{search.Sampler.Name}' learns from the metric, and the file names none: add " +
                    "'metric: {name: loss, goal: minimize}'");
            new OutcomesReader(definition, errors).RefuseSeveral(root, metric.Goals, search.Sampler?.Name);
            var keepsCheckpoints = definition is not ({ RunsCommands: true } or { IsAsked: true });
            var newStopper = new StopperReader(errors).Read(root, new(metric.Name, metric.Maximize, keepsCheckpoints, search.Space, seed,
                search.Sampler, maxTrials, seeds, definition?.Changeable));
            var races = replicates.Races(seeds, search.Sampler is { IsAdaptive: true }, metric.Goals, newStopper);
            var enqueued = search.Space is { } space
                ? new EnqueueReader(root, definition, search.Unread, errors).Read(space, seed, races ? 1 : seeds, maxTrials) : [];
            var spec = new SweepSpec
            {
                Name = name,
                Description = root.Text("description"),
                Notify = new NotifyReader(errors).Read(root, definition is { IsAsked: true }),
                Yaml = ReferenceEquals(map, written) ? yaml : YamlWriter.Write(map),
                Experiment = experiment,
                Definition = definition!,
                Assembly = assembly,
                Metric = metric.Name,
                Maximize = metric.Maximize,
                Goals = metric.Goals,
                Summary = metric.Summary,
                Target = metric.Target,
                Sampler = search.Sampler!,
                Space = search.Space!,
                Enqueued = enqueued,
                WarmStart = new WarmStartReader(root, errors).Read(name, search.Sampler),
                NewStopper = newStopper,
                Replicates = seeds,
                Width = Width(root, definition, metric.Target, maxTime),
                Races = races,
                Seed = seed,
                MaxTrials = maxTrials,
                MaxTime = maxTime,
                Timeout = new LimitsReader(errors).Timeout(root),
                Retries = (int)(root.Whole("retries", 0, 1000) ?? 2),
                Gpus = gpus,
                Priority = (int)(root.Whole("priority", -100, 100) ?? 0),
                MemoryBytes = memory,
                Program = program,
                Command = command,
                WorkFolder = workFolder,
                WandbStandIn = WandbStandIn(root, workFolder is not null),
                Varied = search.Varied,
                Groups = search.Groups,
                Positions = search.Positions,
                ConstraintsAt = root.At("constraints"),
            };
            return errors.Any ? null : spec;
        }

        private int? Width(KeyReader root, IExperimentDefinition? definition, double? target, TimeSpan? maxTime)
        {
            var width = new LimitsReader(errors).Width(root, target, maxTime);
            if (width is not null && definition is { IsAsked: true })
                errors.Add(root.At("deterministic"), "'deterministic' lets trials run ahead of what is decided about them, and whoever " +
                    "asked for one waits for that: remove it");
            return width;
        }

        private bool WandbStandIn(KeyReader root, bool isProgram)
        {
            if (root.Word("wandb", ["stand-in"]) is null) return false;
            if (!isProgram) errors.Add(root.At("wandb"), "'wandb' is for programs, and the file has no 'program' or 'command': remove it");
            return true;
        }

        private Found Search(KeyReader root, IExperimentDefinition? definition, long seed, bool hasSeveral)
        {
            var method = SamplerReader.Method(root);
            root.Require("parameters", SweepKeys.Known, "the key 'parameters' is missing: it says what the sweep varies");
            var parameters = new ParametersReader(definition, errors).Read(root);
            var constraints = new ConstraintsReader(parameters, errors).Read(root.Node("constraints"));
            var unread = new UnreadParameters(definition, parameters);
            unread.Tell(errors);
            if (method == "grid" && parameters.Count > 0)
                new SamplerReader(errors).CheckGrid([.. parameters.Where(parameter => !unread.Never.Contains(parameter.Name))],
                    [.. constraints.Select(constraint => constraint.Constraint)]);
            var positions = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.At);
            positions[""] = root.At("method");
            var dimensions = new WhenReader(parameters, unread, errors).Read();
            var varying = parameters.Where(parameter => parameter.Domain?.Count is not 1 && !unread.Never.Contains(parameter.Name));
            string[] varied = [.. varying.Select(parameter => parameter.Name)];
            var grouped = parameters.Where(parameter => parameter.Path.Count > 1);
            var groups = new ParameterGroups(grouped.ToDictionary(parameter => parameter.Name, parameter => parameter.Path));
            if (method is null || dimensions is null) return new(null, null, varied, unread.Never, groups, positions);
            var names = dimensions.Select(dimension => dimension.Name).ToHashSet(StringComparer.Ordinal);
            // One that names what does not exist asks nothing.
            var space = new SearchSpace(dimensions, [.. constraints.Select(constraint => constraint.Constraint)
                .Where(constraint => constraint.Parameters.All(parameter => names.Contains(parameter.Name)))]);
            var sampler = new SamplerReader(errors).Make(method, space, seed, hasSeveral, constraints, positions[""]);
            // What is never read, and what waits for it.
            var gone = parameters.Select(parameter => parameter.Name).Where(name => !names.Contains(name));
            return new(sampler, space, varied, gone.ToHashSet(StringComparer.Ordinal), groups, positions);
        }

        // isStem: the file has no name, and that of the file itself is taken.
        private string Name(KeyReader root, bool isStem)
        {
            root.Require("name", SweepKeys.Known, "the key 'name' is missing: it names the sweep in the results database");
            if (root.Text("name") is not { } written) return "";
            var name = SweepName.Mended(written);
            var at = isStem ? new SpecPosition(1, 1) : root.Node("name")!.At;
            var wayOut = isStem ? "; it is taken from the file's own name: give another one with the key 'name'" : "";
            if (!SweepName.IsProper(name)) errors.Add(at, SweepName.Problem(written) + wayOut);
            else if (name != written) errors.Notice(at, $"the sweep is called '{name}': {SweepName.WhyMended(written)}");
            return name;
        }
    }
}
