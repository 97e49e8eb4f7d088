using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>One layer of <c>nn.RNN</c>, <c>nn.LSTM</c> or <c>nn.GRU</c> with the batch first.</summary>
internal sealed class TorchRecurrent : IDisposable
{
    private readonly nn.Module _module;
    private readonly Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> _run;

    public TorchRecurrent(RecurrentCell cell, int features, int hidden)
    {
        if (cell == RecurrentCell.Lstm)
        {
            var lstm = nn.LSTM(features, hidden, batchFirst: true);
            _module = lstm;
            _run = (input, states) =>
            {
                var (output, final, finalCell) = lstm.call(input, states is null ? null : (states[0], states[1]));
                return (output, [final, finalCell]);
            };
            return;
        }

        nn.Module<Tensor, Tensor?, (Tensor, Tensor)> module = cell == RecurrentCell.Gru
            ? nn.GRU(features, hidden, batchFirst: true)
            : nn.RNN(features, hidden, batchFirst: true);
        _module = module;
        _run = (input, states) =>
        {
            var (output, final) = module.call(input, states?[0]);
            return (output, [final]);
        };
    }

    public IEnumerable<TorchSharp.Modules.Parameter> Parameters => _module.parameters();

    /// <summary>Returns the outputs, [batch, time, hidden], and the final states, each [1, batch, hidden]: the hidden state first.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="states">The initial states; null for zeros.</param>
    public (Tensor Output, Tensor[] States) Run(Tensor input, Tensor[]? states = null) => _run(input, states);

    public void Dispose() => _module.Dispose();
}
