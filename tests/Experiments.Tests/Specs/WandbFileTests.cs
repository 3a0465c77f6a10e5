using Sweep.Search.Stoppers;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>What sweep files of Weights &amp; Biases hold is taken as it is, and a notice says what means nothing or
/// something else here.</summary>
public sealed class WandbFileTests
{
    private const string Head = "name: t\nmethod: random\nrun_cap: 4\nmetric: {name: loss}\ncommand: [x]\n";

    [Theory]
    [InlineData("project: x")]
    [InlineData("entity: [a, b]")]
    [InlineData("controller: {type: local}")]
    [InlineData("apiVersion: 1")]
    [InlineData("kind: sweep")]
    [InlineData("job: a/b:latest")]
    [InlineData("image_uri:")]
    public void A_key_without_effect_is_accepted_with_a_notice(string line) => Assert.Equal(
        [$"5:1 '{line.Split(':')[0]}' is a key of Weights & Biases and has no effect here"], Notices(Grid("epochs: 1") + line));

    [Fact]
    public void One_notice_names_all_keys_without_effect() => Assert.Equal(
        ["1:1 'project', 'entity', 'metric.impute' and 'metric.impute_while_running' are keys of Weights & Biases and have no effect here"],
        Notices("project: x\nentity: y\n" + Grid("epochs: 1")
            + "metric: {name: val_perplexity, impute: worst, impute_while_running: latest}"));

    [Fact]
    public void A_key_without_effect_may_be_set() =>
        Assert.Equal(["--set project=x: 'project' is a key of Weights & Biases and has no effect here"],
            [.. Read(Grid("epochs: 1"), "project=x").Notices.Select(Show)]);

    [Theory]
    [InlineData("my first sweep", "my-first-sweep")]
    [InlineData("'  lr  search '", "lr-search")]
    [InlineData("baseline - lr", "baseline-lr")]
    [InlineData("'two\tparts'", "two-parts")]
    public void A_name_with_blanks_becomes_a_proper_one(string written, string name)
    {
        var read = Read($"name: {written}\nmethod: grid\nparameters: {{epochs: 1}}");

        Assert.Equal(name, read.Spec!.Name);
        Assert.Equal([$"1:7 the sweep is called '{name}': a name has no blanks"], [.. read.Notices.Select(Show)]);
    }

    [Theory]
    [InlineData("resnet/lr=1e-3", "resnet-lr-1e-3", "a name has no '/' or '='")]
    [InlineData("Grid search (2), été", "Grid-search-2-ete", "a name has no blanks, '(', ')' and the like")]
    [InlineData("cafés", "cafes", "a name has no 'é'")]
    [InlineData("\"cafe\\u0301s\"", "cafes", "a name has no '\u0301'")]
    [InlineData("Größe Łódź", "Grose-Lodz", "a name has no 'ö', 'ß', blanks and the like")]
    [InlineData("日本 7", "7", "a name has no '日', '本' or blanks")]
    [InlineData("run-1!", "run-1", "a name has no '!'")]
    [InlineData("ends-", "ends-", null)]
    [InlineData("_private", "private", "a name starts with a letter or digit")]
    [InlineData("../evil", "evil", "a name has no '/'")]
    public void A_name_with_other_characters_becomes_the_proper_one_next_to_it(string written, string name, string? notice)
    {
        var read = Read($"name: {written}\nmethod: grid\nparameters: {{epochs: 1}}");

        Assert.Equal(name, read.Spec!.Name);
        Assert.Equal(notice is null ? "" : $"1:7 the sweep is called '{name}': {notice}", string.Join('\n', read.Notices.Select(Show)));
    }

    [Theory]
    [InlineData("!!float 1e-5", "1e-5")]
    [InlineData("!!float 3", "3.0")]
    [InlineData("!!float '1e-5'", "1e-5")]
    [InlineData("!!int '7'", "7")]
    [InlineData("!!int 1_000", "1000")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!str true", "\"true\"")]
    [InlineData("!!bool yes", "true")]
    [InlineData("!!bool 'False'", "false")]
    [InlineData("!!null ''", "null")]
    [InlineData("!!seq [1, !!str 2]", "[1,\"2\"]")]
    public void Core_tags_say_what_a_value_is(string written, string json)
    {
        var config = All(Good(Head + $"parameters: {{a: {{value: {written}}}, b: 1}}").Sampler).First();

        Assert.Equal(json, config["a"]?.ToJsonString().Replace("1E-05", "0.00001", StringComparison.Ordinal) ?? "null");
    }

    [Theory]
    [InlineData("!!float 3")]
    [InlineData("!!str 3")]
    [InlineData("!!null x")]
    public void A_tagged_value_is_the_same_after_set_has_written_the_file_anew(string written)
    {
        if (written == "!!null x") written = "!!null ~";
        var yaml = Head + $"parameters: {{a: {{value: {written}}}, b: {{min: 0.1, max: 0.2}}}}";

        var once = Good(yaml, "run_cap=3");

        Assert.Equal(All(Good(yaml).Sampler, 3), All(Good(once.Yaml).Sampler, 3));
    }

    [Fact]
    public void Merge_keys_take_what_the_map_does_not_say_itself() => Assert.Equal(
        ["lr=1 wd=2 seed=3"],
        Configurations(Good("""
            name: t
            method: grid
            command: [x]
            parameters:
              <<: [{lr: &lr {value: 1}, wd: {value: 9}}, {seed: {value: 3}, lr: {value: 8}}]
              wd: {value: 2}
            """)).Select(config => string.Join(' ', config.Split(' ').OrderBy(word => "lwsd".IndexOf(word[0], StringComparison.Ordinal)))));

    [Theory]
    [InlineData("min_iter: 5, max_iter: 27, s: 2", "3 9", "'min_iter' has no effect beside 'max_iter' with 's', as in Weights & Biases")]
    [InlineData("max_iter: 8, s: 1, eta: 2, min_iter: 1", "4",
        "'min_iter' has no effect beside 'max_iter' with 's', as in Weights & Biases")]
    [InlineData("min_iter: 2, s: 2", "2 6 18", "'s' has no effect beside 'min_iter': 'max_iter' and 's' belong together")]
    [InlineData("max_iter: 100, min_iter: 3, eta: 2", "3 6 12",
        "'max_iter' has no effect beside 'min_iter': 'max_iter' and 's' belong together")]
    public void Both_forms_of_hyperband_mean_what_wandb_takes_them_to_mean(string keys, string bands, string notice)
    {
        var read = Read(Head + $"parameters: {{a: 1}}\nearly_terminate: {{type: hyperband, {keys}}}");

        Assert.Equal(bands, string.Join(' ', ((HyperbandStopper)read.Spec!.NewStopper()).Rungs.Take(3)));
        Assert.Equal(notice, Assert.Single(read.Notices).Message);
    }

    [Theory]
    [InlineData("early_terminate: null")]
    [InlineData("early_terminate: ~")]
    public void No_early_stopping_may_be_written_out(string line) =>
        Assert.Equal("none", Good(Head + $"parameters: {{a: 1}}\n{line}").NewStopper().Name);

    [Theory]
    [InlineData("+model")]
    [InlineData("++trainer.max_epochs")]
    [InlineData("~callbacks")]
    [InlineData("optimizer/lr")]
    [InlineData("numbers[0]")]
    [InlineData("db@backup")]
    [InlineData("--lr")]
    [InlineData("2nd")]
    [InlineData("größe")]
    public void A_program_has_the_parameters_of_hydra_and_fire(string name) =>
        Assert.Equal([$"{name}=1"], Configurations(Good(Head.Replace("random", "grid", StringComparison.Ordinal)
            + $"parameters: {{'{name}': {{value: 1}}}}")));

    [Fact]
    public void Such_names_stand_in_conditions_and_constraints() => Assert.Equal(
        ["+model=a optimizer/lr=1", "+model=b optimizer/lr=1 x[0]=5"],
        Configurations(Good("""
            name: t
            method: grid
            command: [x]
            parameters:
              +model: [a, b]
              optimizer/lr: [1, 2]
              x[0]: {value: 5, when: {+model: b}}
            constraints: ["`optimizer/lr` < 2"]
            """)));

    [Theory]
    [InlineData("a b", "a blank is not allowed")]
    [InlineData("a=b", "'=' is not allowed")]
    [InlineData("a`b", "'`' is not allowed")]
    [InlineData("a😀", "'😀' is not allowed")]
    public void Rejects_other_names_with_the_character(string name, string reason) => Assert.Equal(
        [$"6:14 '{name}' cannot be a parameter's name: {reason} (letters, digits and _ . - + ~ @ / : [ ])"],
        Errors(Head + $"parameters: {{'{name}': 1}}"));

    [Theory]
    [InlineData("log_uniform, min: 0.0001, max: 0.1", "0.0001 to 0.1 means values from 1.0001 to 1.105", "log_uniform_values")]
    [InlineData("log_uniform, min: 1e-5, max: 10", "1e-5 to 10 means values from 1.00001 to 2.203E+04", "log_uniform_values")]
    [InlineData("log_uniform, min: 16, max: 512", "16 to 512 means values from 8.886E+06 to 2.284E+222", "log_uniform_values")]
    [InlineData("q_log_uniform, min: 8, max: 64", "8 to 64 means values from 2981 to 6.235E+27", "q_log_uniform_values")]
    [InlineData("inv_log_uniform, min: 0.001, max: 0.5", "0.001 to 0.5 means values from 0.6065 to 0.999", "inv_log_uniform_values")]
    public void Exponents_that_can_only_be_meant_as_values_are_told_with_what_they_mean(string written, string means, string other) =>
        Assert.Equal(
            [$"6:18 the bounds of 'lr' are exponents of e, so {means}: to give the values themselves use '{other}'"],
            Notices(Head + $"parameters: {{lr: {{distribution: {written}}}}}"));

    [Theory]
    [InlineData("log_uniform, min: -9.2, max: -2.3")]
    [InlineData("log_uniform, min: 0, max: 1")]
    [InlineData("log_uniform, min: 1, max: 3")]
    [InlineData("inv_log_uniform, min: 1, max: 7")]
    [InlineData("log_uniform_values, min: 0.0001, max: 0.1")]
    [InlineData("q_log_uniform, min: 0, max: 5, q: 5")]
    public void Exponents_that_may_be_meant_are_not(string written) =>
        Assert.Empty(Notices(Head + $"parameters: {{lr: {{distribution: {written}}}}}"));

    [Theory]
    [InlineData("  lr:\n  values: [0.1, 0.2]", "7:6 'lr' has no value here")]
    [InlineData("  a: 1\n  lr:", "8:6 'lr' has no value here")]
    [InlineData("  lr: {value: }", "7:15 'lr' has no value here")]
    [InlineData("  lr:\n    values:\n    - 1\n    -", "10:6 'lr' has no value here")]
    [InlineData("  o:\n    parameters:\n      lr:\n      wd: 3", "9:10 'o.lr' has no value here")]
    [InlineData("  lr:\n    values:", "8:12 'lr' has nothing as its values")]
    [InlineData("  lr:\n    min:\n    max: 1", "8:9 'lr.min' is a number, found nothing")]
    public void A_key_without_a_value_is_an_error_that_names_it(string parameters, string error) =>
        Assert.Contains(Errors(Head + $"parameters:\n{parameters}"), found => found.StartsWith(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("program:", "'program'")]
    [InlineData("command:", "'command'")]
    [InlineData("metric:", "'metric'")]
    [InlineData("method:", "'method'")]
    [InlineData("name:", "'name'")]
    [InlineData("description:", "'description'")]
    [InlineData("early_terminate:", "'early_terminate'")]
    [InlineData("run_cap:", "'run_cap'")]
    [InlineData("constraints:", "'constraints'")]
    [InlineData("parameters:", "'parameters'")]
    [InlineData("budget:", "'budget'")]
    [InlineData("resources:", "'resources'")]
    public void So_is_one_at_the_top(string line, string named)
    {
        var key = line[..^1];
        var rest = (Head + "parameters: {a: 1}").Split('\n').Where(other => !other.StartsWith(key + ":", StringComparison.Ordinal));

        Assert.Contains(Errors(string.Join('\n', rest.Append(line))), error =>
            error.Contains(named, StringComparison.Ordinal) && error.Contains("found nothing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("{value: null}")]
    [InlineData("[null]")]
    public void Null_that_is_written_out_is_a_value(string written)
    {
        var config = All(Good(Head + $"parameters: {{a: {written}}}").Sampler).First();

        Assert.Equal((true, null), (config.Has("a"), config["a"]));
    }

    [Fact]
    public void A_value_that_stands_twice_is_tried_once_by_a_program()
    {
        var read = Read(Head.Replace("random", "grid", StringComparison.Ordinal) + "parameters: {a: {values: [1, 2, 1]}}");

        Assert.Equal(["a=1", "a=2"], Configurations(read.Spec!));
        Assert.Equal(["6:33 'a' has the value 1 twice: it is tried once"], [.. read.Notices.Select(Show)]);
    }

    [Fact]
    public void Multiples_beyond_the_bounds_are_drawn_for_a_program_as_in_wandb() => Assert.Equal(
        ["6:17 'a' has the multiples of q from 0 to 8, which leaves its range of 1 to 10: make 'min' and 'max' multiples of q = 4"],
        Notices(Head + "parameters: {a: {min: 1, max: 10, q: 4}}"));

    [Theory]
    [InlineData("hydra.run.dir=runs/${now:%Y-%m-%d}")]
    [InlineData("--out=${oc.env:HOME}/x")]
    public void What_is_no_macro_within_a_word_is_the_programs_own(string word) =>
        Assert.Equal(["x", word], Good($"name: t\nmethod: grid\ncommand: [x, '{word}']\nparameters: {{a: 1}}").Command);

    private static string[] Notices(string yaml)
    {
        var read = Read(yaml);
        Assert.Empty(read.Errors);
        return [.. read.Notices.Select(Show)];
    }
}
