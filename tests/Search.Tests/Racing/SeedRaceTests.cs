using CsCheck;
using Sweep.Search.Racing;

namespace Sweep.Search.Tests.Racing;

public sealed class SeedRaceTests
{
    private static readonly RaceRules ByMean = new(8) { IsWorse = (differences, _, _) => differences.Sum() > 0 };

    [Fact]
    public void A_challenger_runs_the_seeds_of_the_incumbent_in_blocks_that_double()
    {
        var looked = new List<int>();
        var race = new SeedRace(new(8) { IsWorse = (differences, _, _) => Look(looked, differences) });
        for (var seed = 0; seed < 7; seed++) race.Note(new(0, seed, 1));

        race.Enter(1);
        var steps = Run(race, (_, _) => 0.5, 7);

        Assert.Equal(Enumerable.Range(0, 7), steps.Select(step => step.Seed));
        Assert.Equal([1, 2, 4, 7], looked);
        Assert.Equal(1, race.Incumbent);
    }

    [Fact]
    public void Who_is_worse_is_dropped_and_the_incumbent_earns_a_seed()
    {
        var race = new SeedRace(ByMean);
        race.Enter(0);
        Run(race, (_, _) => 1, 1);
        Assert.Null(race.Next());

        race.Enter(1);
        Run(race, (_, _) => 2, 1);
        var next = race.Next()!;

        Assert.Equal((0, 1), (next.Configuration, next.Seed));
        Assert.Null(race.Next());
    }

    [Fact]
    public void Equal_means_leave_the_incumbent_where_it_is()
    {
        var race = new SeedRace(ByMean);
        race.Enter(0);
        race.Enter(1);
        Run(race, (_, _) => 1, 20);

        Assert.Equal(0, race.Incumbent);
    }

    [Fact]
    public void A_configuration_that_fails_gives_way_to_any_that_does_not()
    {
        var race = new SeedRace(new(4));
        race.Enter(0);
        race.Enter(1);
        Run(race, (configuration, _) => configuration == 0 ? double.NaN : 1e9, 20);

        Assert.Equal(1, race.Incumbent);
    }

    [Fact]
    public void A_configuration_whose_seed_runs_again_races_as_if_it_had_not_run()
    {
        var race = new SeedRace(ByMean);
        race.Enter(0);
        race.Enter(1);
        Run(race, (configuration, _) => configuration == 0 ? 1 : double.NaN, 20);
        Assert.True(race.IsDecided);

        race.Return(1, 0);

        Assert.False(race.IsDecided);
        Assert.Equal(0, race.Results.Done(1));
        race.Note(new(1, 0, 0.5));
        Run(race, (configuration, _) => configuration == 0 ? 1 : 0.5, 20);
        Assert.Equal(1, race.Incumbent);
    }

    [Fact]
    public void Where_all_have_failed_and_all_run_again_they_race_as_if_nobody_had()
    {
        var race = new SeedRace(ByMean);
        for (var configuration = 0; configuration < 3; configuration++)
        {
            race.Enter(configuration);
            race.Note(new(configuration, 0, double.NaN));
        }

        for (var configuration = 0; configuration < 3; configuration++) race.Return(configuration, 0);
        Assert.Null(race.Incumbent);
        foreach (var (configuration, loss) in ((int, double)[])[(1, 0.5), (0, 0.2), (2, 0.9)]) race.Note(new(configuration, 0, loss));

        Assert.Equal(0, race.Incumbent);
        Assert.True(race.IsDecided);
        var seeds = Run(race, (configuration, _) => 0.2 + configuration, 8);
        Assert.All(seeds, step => Assert.Equal(0, step.Configuration));
    }

    [Fact]
    public void An_incumbent_without_a_result_makes_room_for_the_best_of_the_others_and_races_it()
    {
        var race = new SeedRace(ByMean);
        race.Enter(0);
        race.Enter(1);
        Run(race, (configuration, _) => configuration + 1, 2);
        Assert.Equal(0, race.Incumbent);

        for (var seed = race.Results.Begun(0) - 1; seed >= 0; seed--) race.Return(0, seed);
        Assert.Equal((1, false), (race.Incumbent, race.IsDecided));
        race.Note(new(0, 0, 1));

        Assert.Equal(0, race.Incumbent);
    }

    [Fact]
    public void A_challenger_waits_for_a_seed_of_the_incumbent_that_runs_again()
    {
        var race = new SeedRace(ByMean);
        for (var seed = 0; seed < 2; seed++) race.Note(new(0, seed, 1));
        race.Return(0, 0);

        race.Enter(1);
        race.Note(new(1, 0, 2));
        Assert.False(race.IsDecided);
        race.Note(new(0, 0, 1));

        Assert.Equal((0, true), (race.Incumbent, race.IsDecided));
    }

    [Fact]
    public void Any_race_ends_with_seeds_in_order_and_within_their_number() => Gen.Select(
        Gen.Double[-3, 3].Array[50], Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[0, 40])
        .Sample((losses, count, seeds, slots, nans) =>
        {
            double Loss(int c, int s) => (c * 5 + s) % 40 == nans ? double.NaN : losses[(c * 11 + s) % losses.Length];
            var begun = Race(count, seeds, slots, Loss);

            Assert.Equal(begun, Race(count, seeds, slots, Loss));
            Assert.Equal(count, begun.Select(pair => pair.Configuration).Distinct().Count());
            Assert.All(begun, pair => Assert.InRange(pair.Seed, 0, seeds - 1));
            Assert.All(begun.GroupBy(pair => pair.Configuration), own =>
                Assert.Equal(Enumerable.Range(0, own.Count()), own.Select(pair => pair.Seed)));
        }, iter: 300);

    private static List<(int Configuration, int Seed)> Race(int count, int seeds, int slots, Func<int, int, double> loss)
    {
        var (race, entered, begun, running) = (new SeedRace(new(seeds)), 0, new List<(int, int)>(), new Queue<RaceStep>());
        do
        {
            while (running.Count < slots)
            {
                if (race.Next() is { } step) running.Enqueue(step);
                else if (entered < count) race.Enter(entered++);
                else break;
            }

            if (!running.TryDequeue(out var done)) return begun;
            begun.Add((done.Configuration, done.Seed));
            race.Note(new(done.Configuration, done.Seed, loss(done.Configuration, done.Seed)));
        }
        while (true);
    }

    private static bool Look(List<int> looked, IReadOnlyList<double> differences)
    {
        looked.Add(differences.Count);
        return false;
    }

    private static List<RaceStep> Run(SeedRace race, Func<int, int, double> loss, int most)
    {
        var steps = new List<RaceStep>();
        while (steps.Count < most && race.Next() is { } step)
        {
            steps.Add(step);
            race.Note(new(step.Configuration, step.Seed, loss(step.Configuration, step.Seed)));
        }

        return steps;
    }
}
