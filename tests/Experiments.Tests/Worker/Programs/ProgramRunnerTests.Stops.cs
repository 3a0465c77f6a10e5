using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <content>Programs that are told to end, or go on without an output.</content>
public sealed partial class ProgramRunnerTests
{
    [Fact]
    public void Stop_terminates_a_plain_program_and_lets_it_tidy_up()
    {
        var tidied = Path.Combine(folder.FullName, "tidied");
        worker.Send(Order(Script($"trap 'touch {tidied}; exit 0' TERM; touch {folder.FullName}/up; while :; do sleep 0.05; done")));
        WaitFor(Path.Combine(folder.FullName, "up"));

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "enough" });

        var ended = worker.UntilEnded().OfType<TrialEnded>().Single();
        Assert.Equal((AttemptOutcome.Interrupted, "enough"), (ended.Outcome, ended.Reason));
        Assert.True(File.Exists(tidied));
    }

    [Fact]
    public void Termination_reaches_what_the_program_started_and_ends_it_as_preempted()
    {
        var tidied = Path.Combine(folder.FullName, "tidied");
        var child = Script($"trap 'touch {tidied}; exit 0' TERM; touch {folder.FullName}/up; while :; do sleep 0.05; done", "child.sh");
        worker.Send(Order(Script($"{child} & wait")));
        WaitFor(Path.Combine(folder.FullName, "up"));

        worker.Terminate();

        Assert.Equal(AttemptOutcome.Preempted, worker.UntilEnded().OfType<TrialEnded>().Single().Outcome);
        WaitFor(tidied);
        worker.WaitForExit();
    }

    [Fact]
    public void Termination_of_a_protocol_program_lets_it_answer()
    {
        worker.Send(Order(Script("""
            echo '{"type":"ready","protocol":1}'
            read start
            echo '{"type":"started","epochs":9}'
            read stop
            case "$stop" in *'"preempted"'*) echo '{"type":"ended","outcome":"preempted","reason":"saved"}';; esac
            """)));
        while (worker.Next() is not TrialStarted { Epochs: 9 })
        {
        }

        worker.Terminate();

        var ended = worker.UntilEnded().OfType<TrialEnded>().Single();
        Assert.Equal((AttemptOutcome.Preempted, "saved"), (ended.Outcome, ended.Reason));
    }

    [Fact]
    public void Stop_is_passed_on_to_a_protocol_program()
    {
        worker.Send(Order(Script("""
            echo '{"type":"ready","protocol":1}'
            read start
            echo '{"type":"started","epochs":9}'
            read stop
            case "$stop" in *'"stopped"'*) echo '{"type":"ended","outcome":"stopped","reason":"as told"}';; esac
            """)));
        while (worker.Next() is not TrialStarted { Epochs: 9 })
        {
        }

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Stopped, Reason = "worse" });

        Assert.Equal("as told", worker.UntilEnded().OfType<TrialEnded>().Single().Reason);
    }

    [Fact]
    public void A_program_that_closes_its_standard_output_works_on()
    {
        var events = Run(
            $"echo '{{\"loss\": 1}}'; exec >&-; while [ ! -e {folder.FullName}/go ]; do touch {folder.FullName}/go; done; exit 3");

        Assert.Contains("code 3", events.OfType<TrialEnded>().Single().Reason);
    }

    [Fact]
    public void A_program_that_ignores_the_wish_to_end_is_killed()
    {
        worker.Send(Order(Script($"trap '' TERM; touch {folder.FullName}/up; while :; do sleep 0.05; done")));
        WaitFor(Path.Combine(folder.FullName, "up"));

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "enough" });

        Assert.Equal(AttemptOutcome.Interrupted, worker.UntilEnded().OfType<TrialEnded>().Single().Outcome);
    }

    [Fact]
    public void A_program_that_prints_without_end_while_it_tidies_up_is_not_held_up_by_a_full_pipe()
    {
        var tidied = Path.Combine(folder.FullName, "tidied");
        worker.Send(Order(Script(
            $"trap 'yes | head -c 2000000; touch {tidied}; exit 0' TERM; touch {folder.FullName}/up; while :; do sleep 0.05; done")));
        WaitFor(Path.Combine(folder.FullName, "up"));

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "enough" });

        Assert.Equal(AttemptOutcome.Interrupted, worker.UntilEnded().OfType<TrialEnded>().Single().Outcome);
        Assert.True(File.Exists(tidied));
    }

    [Fact]
    public void A_protocol_program_that_does_not_read_its_order_can_be_ended()
    {
        var order = Order(
            Script("""echo '{"type":"ready","protocol":1}'; echo '{"type":"started","epochs":9}'; while :; do sleep 0.05; done"""));
        // More than a pipe holds, less than a variable of the environment may have.
        order.Config["text"] = new string('x', 100_000);
        worker.Send(order);
        while (worker.Next() is not TrialStarted { Epochs: 9 })
        {
        }

        worker.Terminate();

        Assert.Equal(AttemptOutcome.Preempted, worker.UntilEnded().OfType<TrialEnded>().Single().Outcome);
    }
}
