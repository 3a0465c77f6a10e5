using Sweep.Client.Cli;

namespace Sweep.Client.Tests.Verbs;

/// <summary>A sweep file is changed and run again: what goes on, what is refused with a way out.</summary>
public sealed class EditLoopTests : EditedSweep
{
    [Theory]
    [InlineData("description: new words", "description (absent in the ledger, new words in this file)")]
    [InlineData("retries: 5", "retries (absent in the ledger, 5 in this file)")]
    [InlineData("budget: {time: 2h}", "budget.time (absent in the ledger, 2h in this file)")]
    [InlineData("resources: {memory: 1 GiB}", "resources.memory (absent in the ledger, 1 GiB in this file)")]
    [InlineData("priority: 3", "priority (absent in the ledger, 3 in this file)")]
    [InlineData("project: x", "project (absent in the ledger, x in this file)")]
    public async Task A_file_that_changes_no_trial_goes_on_and_says_so(string line, string difference)
    {
        await Interrupted();
        Write("loop.yaml", line + "\n" + Yaml);

        var said = await Run("run", "loop.yaml");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains($"sweep 'loop' goes on with the changed file: it differs in {difference}, which changes no trial\n", said.Error);
        Assert.Contains(line, (await Run("show", "loop", "--yaml")).Out);
        Assert.Equal("1\n", await Query("select max(attempts) from trials"));
    }

    [Fact]
    public async Task A_changed_description_is_in_the_ledger()
    {
        await Interrupted();
        Write("loop.yaml", Yaml + "description: Which one?\n");

        await Run("run", "loop.yaml");

        Assert.Contains("sweep        loop: Which one?\n", (await Run("show", "loop")).Out);
    }

    [Theory]
    [InlineData("a: [1, 2, 3]", "a: [1, 2, 4]")]
    [InlineData("a: [1, 2, 3]", "a: [1, 2, 3], b: 1")]
    [InlineData("metric: {name: loss}", "metric: {name: loss, goal: maximize}")]
    [InlineData("[sh, -c, 'true']", "[sh, -c, 'echo']")]
    [InlineData("method: grid", "method: grid\nseed: 3")]
    [InlineData("method: grid", "method: grid\nbudget: {trials: 2}")]
    public async Task Any_other_change_says_what_differs_and_the_ways_out(string before, string after)
    {
        await Interrupted();
        Write("loop.yaml", Yaml.Replace(before, after, StringComparison.Ordinal));

        var said = await Run("run", "loop.yaml");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("already holds a sweep 'loop' made from another file: it differs in ", said.Error);
        Assert.Contains("with --name NEW, or in its place with --replace, or go on with the one in the ledger ('resume loop')", said.Error);
    }

    [Theory]
    [InlineData("a: [1, 2, 3]", "a: [1, 9, 2, 3]", "parameters.a ([1, 2, 3] in the ledger, [1, 9, 2, 3] in this file)", 1,
        "0 1,1 2,2 3,3 9")]
    [InlineData("method: grid", "method: grid\nreplicates: 2", "replicates (absent in the ledger, 2 in this file)", 3,
        "0 1,1 2,2 3,3 1,4 2,5 3")]
    public async Task A_file_that_adds_trials_goes_on_with_those_that_are_there(
        string before, string after, string difference, int added, string trials)
    {
        await Run("run", "loop.yaml");
        Write("loop.yaml", Yaml.Replace(before, after, StringComparison.Ordinal));
        var words = $"it differs in {difference}, which adds {added} trial{(added > 1 ? "s" : "")} to the 3 that are there";
        Assert.Contains($"  beside 'loop' in {{folder}}/sweep.db: {words}, from 3 on\n", (await Run("plan", "loop.yaml")).Error);

        var said = await Run("run", "loop.yaml");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains($"sweep 'loop' goes on with the changed file: {words}\n", said.Error);
        Assert.Contains($"  goes on: 3 of {3 + added} trials", said.Error);
        const string each =
            "select group_concat(number || ' ' || json_extract(config, '$.a'), ',') from (select * from trials order by number)";
        Assert.Equal($"\"{trials}\"\n", await Query(each));
        Assert.Equal("1\n", await Query("select max(attempts) from trials"));
    }

    [Fact]
    public async Task A_configuration_that_is_enqueued_later_begins_before_what_has_not_begun()
    {
        await Interrupted();
        Write("loop.yaml", Yaml + "enqueue: [{a: 3}]\n");

        var said = await Run("plan", "loop.yaml");

        Assert.Contains("enqueue (absent in the ledger, [{a: 3}] in this file), which changes no trial", said.Error);
        Assert.Contains("the first configuration is that of 'enqueue'", said.Error);
        Assert.Equal(ExitCodes.Done, (await Run("run", "loop.yaml")).Code);
        var numbers = await Query("select group_concat(number || ' ' || json_extract(config, '$.a')) from trials");
        Assert.Equal("0 1,1 2,2 3", numbers.Trim('"', '\n'));
    }

    [Fact]
    public async Task Plan_of_a_file_that_run_would_refuse_says_why()
    {
        await Run("run", "loop.yaml");
        Write("loop.yaml", Yaml.Replace("a: [1, 2, 3]", "a: [1, 2]", StringComparison.Ordinal));

        var said = await Run("plan", "loop.yaml");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("  'run' refuses it: ledger '{folder}/sweep.db' already holds a sweep 'loop'", said.Error);
        Assert.Contains("this one lacks loop/2 (a=3)", said.Error);
    }

    [Fact]
    public async Task Moved_keys_are_no_change_and_moved_parameters_are()
    {
        Write("loop.yaml", Yaml.Replace("{a: [1, 2, 3]}", "{a: [1, 2, 3], b: [1, 2]}", StringComparison.Ordinal));
        await Interrupted();
        Write("loop.yaml", "parameters: {a: [1, 2, 3], b: [1, 2]}\n" + Yaml[..Yaml.IndexOf("parameters", StringComparison.Ordinal)]);
        Assert.Equal(ExitCodes.Done, (await Run("run", "loop.yaml")).Code);

        Write("loop.yaml", Yaml.Replace("{a: [1, 2, 3]}", "{b: [1, 2], a: [1, 2, 3]}", StringComparison.Ordinal));

        var said = await Run("run", "loop.yaml");

        Assert.Contains("the same parameters stand in another order, which numbers the trials", said.Error);
    }

    [Fact]
    public async Task Another_name_runs_beside_the_first()
    {
        await Run("run", "loop.yaml");
        Write("loop.yaml", Yaml.Replace("[1, 2, 3]", "[4]", StringComparison.Ordinal));

        var said = await Run("run", "loop.yaml", "--name", "second");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Equal("loop,3\nsecond,1\n", await Query("select sweep, count(*) from trials group by sweep order by sweep"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("2024")]
    public async Task A_name_that_looks_like_something_else_is_a_name(string name)
    {
        Assert.Equal(ExitCodes.Done, (await Run("run", "loop.yaml", "--name", name)).Code);

        Assert.Equal(name + "\n", await Query("select name from sweeps"));
    }

    [Theory]
    [InlineData("a/b", "--name: 'a/b' cannot be a sweep's name: '/' is not allowed (up to 100 letters, digits, '.', '_' and '-', "
        + "starting with a letter or digit); 'a-b' would do")]
    [InlineData("a b", "--name: 'a b' cannot be a sweep's name: a blank is not allowed")]
    [InlineData("", "--name: '' cannot be a sweep's name: it is empty")]
    public async Task A_name_that_is_not_allowed_is_told_which_character(string name, string message)
    {
        var said = await Run("run", "loop.yaml", "--name", name);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(message, said.Error);
    }

    [Fact]
    public async Task Replacing_removes_what_was_there()
    {
        await Run("run", "loop.yaml");
        var left = Keep("loop", "0", "best.safetensors");
        Write("loop.yaml", Yaml.Replace("[1, 2, 3]", "[7]", StringComparison.Ordinal));

        var said = await Run("run", "loop.yaml", "--replace");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Equal("loop,1\n", await Query("select sweep, count(*) from trials"));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task A_wrong_file_replaces_nothing()
    {
        await Run("run", "loop.yaml");
        Write("loop.yaml", Yaml.Replace("[1, 2, 3]", "[]", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.BadInput, (await Run("run", "loop.yaml", "--replace")).Code);

        Assert.Equal("3\n", await Query("select count(*) from trials"));
    }

    [Fact]
    public async Task A_finished_sweep_says_how_to_run_it_again() => Assert.Contains(
        "sweep 'loop' is finished already; to run it again, give it another name (--name) or ledger (--db), or use --replace\n",
        await Twice());

    [Fact]
    public async Task Run_with_the_name_of_a_sweep_points_to_resume()
    {
        await Run("run", "loop.yaml");

        var said = await Run("run", "loop");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("'loop' is a sweep in {folder}/sweep.db, and 'run' takes a sweep file\n", said.Error);
        Assert.Contains("'sweep resume loop' goes on with it, 'sweep show loop --yaml' shows its file\n", said.Error);
        Assert.Contains("there is no such file", (await Run("run", "lop")).Error);
    }

    [Fact]
    public async Task Help_of_a_verb_is_what_its_option_says()
    {
        var (help, option) = (await Run("help", "rename"), await Run("rename", "--help"));

        Assert.Equal(option.ToString(), help.ToString());
        Assert.Contains("sweep rename cells cells-sgd", help.Out);
        Assert.Contains("Commands:", (await Run("help")).Out);
        Assert.Contains("did you mean 'rename'?", (await Run("help", "renam")).Error);
    }

    [Fact]
    public async Task Plan_shows_what_is_the_same_under_run_cap_by_chance()
    {
        Write("capped.yaml", "method: grid\nrun_cap: 2\ncommand: [sh]\nparameters: {a: [1, 2], b: [5, 6], c: 9}\n");

        var said = await Run("plan", "capped.yaml");

        Assert.Matches(@"trial  a  b  seed", said.Out);
        Assert.Contains("  varied: b\n", said.Error);
        Assert.Contains("  the same in all of these, though the file has more values: a\n", said.Error);
        Assert.Contains("  always: c=9\n", said.Error);
    }

    private async Task<string> Twice()
    {
        await Run("run", "loop.yaml");
        return (await Run("run", "loop.yaml")).Error;
    }
}
