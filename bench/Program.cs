using Sweep.Bench.Cells;
using Sweep.Models.Native;

try
{
    return Run(args);
}
catch (LibtorchException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static int Run(string[] args) => args switch
{
    ["cells"] => CellBenchmark.Run(rounds: 15, only: "", Console.Out),
    ["cells", "--rounds", var rounds] when int.TryParse(rounds, out var count) && count > 0 => CellBenchmark.Run(count, only: "", Console.Out),
    ["cells", "--rounds", var rounds, "--only", var only] when int.TryParse(rounds, out var count) && count > 0 => CellBenchmark.Run(count, only, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- cells [--rounds N [--only \"char lstm\"]]");
    return 2;
}
