namespace Sweep.Models.Cores;

/// <summary>The one switch on the kind of cell.</summary>
internal static class RecurrentCores
{
    public static IRecurrentCore Create(LanguageModelOptions options) => options.Cell switch
    {
        CellKind.Rnn => new RnnCore(options),
        CellKind.Gru => new GruCore(options),
        CellKind.Lstm => new LstmCore(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Cell, "The cell must be rnn, gru or lstm."),
    };
}
