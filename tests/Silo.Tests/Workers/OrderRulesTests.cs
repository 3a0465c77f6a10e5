using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

public sealed class OrderRulesTests
{
    private static readonly OrderRules Open = new("n", allowCommands: true, isConfined: false, BuiltInExperiments.Catalog());
    private static readonly OrderRules Closed = new("n", allowCommands: false, isConfined: true, BuiltInExperiments.Catalog());

    [Fact]
    public void A_node_of_its_own_runs_and_reads_whatever_its_user_says()
    {
        Assert.Null(Open.Refusal(Orders.For(0, 1, "python", "train.py")));
        Assert.Null(Open.Refusal(With("/home/me/novel.txt")));
        Assert.Null(Open.Refusal(With("../novel.txt")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../etc")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    public void No_name_of_a_sweep_leads_out_of_the_checkpoint_folder(string name)
    {
        var refused = Open.Refusal(Orders.For(0) with { Trial = new TrialRef(name, 0, 1) });

        Assert.Equal(AttemptOutcome.BadInput, refused!.Outcome);
        Assert.Contains("cannot be the name of a trial", refused.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"lr\":")]
    public void An_order_without_a_configuration_is_refused_before_a_worker_hears_of_it(string config) =>
        Assert.Equal("the configuration of cells/0 is no JSON object; submit the sweep from a client of the same release",
            Open.Refusal(Orders.For(0).With(config))!.Reason);

    [Fact]
    public void A_node_of_a_cluster_runs_no_programs_unless_it_was_told_so()
    {
        foreach (var order in new[] { Orders.For(0, 1, "/bin/sh", "-c", "id"), Orders.For(0) with { Program = "train.py" }, Orders.For(0)
            with { Experiment = "program" } })
        {
            var refused = Closed.Refusal(order);
            Assert.Equal(AttemptOutcome.NodeFault, refused!.Outcome);
            Assert.Contains("node 'n' runs no programs of sweep files; start the nodes with --allow-commands", refused.Reason);
        }

        Assert.Null(Closed.Refusal(Orders.For(0)));
    }

    [Fact]
    public void A_node_that_lacks_the_experiment_leaves_the_trial_to_others()
    {
        var refused = Closed.Refusal(Orders.For(0) with { Experiment = "valley" });

        Assert.Equal(AttemptOutcome.NodeFault, refused!.Outcome);
        Assert.Equal("node 'n' has no experiment 'valley'; start the nodes with --experiments and its assembly", refused.Reason);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret.txt")]
    [InlineData("texts/../../secret.txt")]
    [InlineData("~/novel.txt")]
    public void A_confined_node_refuses_texts_outside_its_data_folder(string corpus) =>
        Assert.Contains($"corpus '{corpus}': in a cluster", Closed.Refusal(With(corpus))!.Reason);

    [Fact]
    public void A_program_s_parameter_named_corpus_is_its_own_matter() =>
        Assert.Null(new OrderRules("n", allowCommands: true, isConfined: true, BuiltInExperiments.Catalog())
            .Refusal(With("/data/large") with { Experiment = "program" }));

    [Theory]
    [InlineData("grammar")]
    [InlineData("time-machine")]
    [InlineData("novel.txt")]
    [InlineData("texts/novel..final.txt")]
    public void A_confined_node_takes_the_named_corpora_and_texts_inside(string corpus) => Assert.Null(Closed.Refusal(With(corpus)));

    private static TrialOrder With(string corpus) =>
        Orders.For(0).With($$"""{"corpus":"{{corpus}}"}""") with { Experiment = "language-model" };
}
