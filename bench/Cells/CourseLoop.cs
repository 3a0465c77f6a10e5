using Sweep.Models;
using Sweep.Models.Cells;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>The d2l course's way in libtorch's own modules: dense one-hot input, nn.RNN / GRU / LSTM, nn.Linear,
/// CrossEntropyLoss, SGD.</summary>
internal sealed class CourseLoop : ITrainingLoop
{
    private static readonly Dictionary<CellDescriptor, Func<long, long, long, nn.Module>> Modules = new()
    {
        [RnnCell.Descriptor] = (inputs, hidden, layers) => nn.RNN(inputs, hidden, layers),
        [GruCell.Descriptor] = (inputs, hidden, layers) => nn.GRU(inputs, hidden, layers),
        [LstmCell.Descriptor] = (inputs, hidden, layers) => nn.LSTM(inputs, hidden, layers),
    };

    private readonly int vocabulary;
    private readonly nn.Module rnn;
    private readonly Linear decoder;
    private readonly CrossEntropyLoss criterion = nn.CrossEntropyLoss();
    private readonly optim.Optimizer optimizer;
    private Tensor hidden;
    private Tensor cell;

    public CourseLoop(LanguageModelOptions options)
    {
        vocabulary = options.Vocabulary;
        rnn = Modules[options.Cell](vocabulary, options.Hidden, options.Layers);
        decoder = nn.Linear(options.Hidden, vocabulary);
        optimizer = optim.SGD(rnn.parameters().Concat(decoder.parameters()), 0.5);
        hidden = zeros(options.Layers, Setup.Batch, options.Hidden);
        cell = zeros(options.Layers, Setup.Batch, options.Hidden);
    }

    /// <summary>The cells that libtorch has a module of.</summary>
    public static IEnumerable<CellDescriptor> Cells => Modules.Keys;

    public IReadOnlyDictionary<string, Tensor> Parameters => rnn.named_parameters().Select(pair => ($"rnn.{pair.name}", pair.parameter))
        .Concat(decoder.named_parameters().Select(pair => ($"decoder.{pair.name}", pair.parameter)))
        .ToDictionary(pair => pair.Item1, pair => (Tensor)pair.parameter);

    public double Step(Tensor tokens, Tensor targets)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var input = nn.functional.one_hot(tokens, vocabulary).to(ScalarType.Float32);          // (T, B, V)
        var output = Forward(input);                                                           // (T, B, H)
        var logits = decoder.call(output.reshape(-1, output.shape[2]));                        // (T*B, V)
        var loss = criterion.call(logits, targets.reshape(-1));
        loss.backward();
        nn.utils.clip_grad_norm_(rnn.parameters().Concat(decoder.parameters()), 1.0);
        optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        rnn.Dispose();
        decoder.Dispose();
        criterion.Dispose();
        hidden.Dispose();
        cell.Dispose();
    }

    private Tensor Forward(Tensor input)
    {
        var (output, h, c) = rnn switch
        {
            RNN plain => WithoutCell(plain.call(input, hidden)),
            GRU gated => WithoutCell(gated.call(input, hidden)),
            LSTM lstm => lstm.call(input, (hidden, cell)),
            _ => throw new InvalidOperationException("no recurrent module"),
        };
        hidden.Dispose();
        cell.Dispose();
        (hidden, cell) = (h.detach().MoveToOuterDisposeScope(), c.detach().MoveToOuterDisposeScope());
        return output;
    }

    private (Tensor Output, Tensor Hidden, Tensor Cell) WithoutCell((Tensor Output, Tensor Hidden) result) =>
        (result.Output, result.Hidden, cell.clone());
}
