namespace MlNetRecurrent;

/// <summary>
/// A kind of recurrent cell. The kinds share every code path of this product and differ in the data below:
/// gates, states, and how ONNX and PyTorch order the gates.
/// </summary>
/// <remarks>
/// The weights of a layer are stacked by gate: W [gates * hidden, input], R [gates * hidden, hidden], bias [gates * hidden].
/// ONNX: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html. Instances are immutable.
/// </remarks>
public sealed class RecurrentCell
{
    /// <summary>h(t) = tanh(W x(t) + R h(t-1) + b) (Elman 1990).</summary>
    public static RecurrentCell Rnn { get; } = new("rnn", "RNN", "RNN", ["tanh"], states: 1, onnxGateOrder: [0]);

    /// <summary>h(t) = max(0, W x(t) + R h(t-1) + b).</summary>
    public static RecurrentCell RnnRelu { get; } = new("rnn-relu", "RNN (ReLU)", "RNN", ["relu"], states: 1, onnxGateOrder: [0]);

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000):
    /// c(t) = f * c(t-1) + i * g, h(t) = o * tanh(c(t)).
    /// </summary>
    /// <remarks>PyTorch stacks input, forget, cell, output; ONNX wants input, output, forget, cell.</remarks>
    public static RecurrentCell Lstm { get; } = new("lstm", "LSTM", "LSTM", ["input", "forget", "cell", "output"], states: 2, onnxGateOrder: [0, 3, 1, 2]);

    /// <summary>
    /// Gated recurrent unit with the reset gate applied after the recurrent product, as PyTorch and cuDNN compute it:
    /// n = tanh(Wn x + bn + r * (Rn h(t-1) + cn)), h(t) = (1 - z) * n + z * h(t-1).
    /// </summary>
    /// <remarks>PyTorch stacks reset, update, new; ONNX wants update, reset, hidden.</remarks>
    public static RecurrentCell Gru { get; } = new("gru", "GRU", "GRU", ["reset", "update", "new"], states: 1, onnxGateOrder: [1, 0, 2]);

    /// <summary>
    /// Gated recurrent unit with the reset gate applied before the recurrent product (Cho et al. 2014):
    /// n = tanh(Wn x + bn + Rn (r * h(t-1)) + cn), h(t) = (1 - z) * n + z * h(t-1).
    /// </summary>
    /// <remarks>z keeps the old state, as in ONNX; texts in which z lets the new one in use its 1 - z: negate the weights of z.</remarks>
    public static RecurrentCell GruResetBefore { get; } = new("gru-reset-before", "GRU (reset before)", "GRU", ["reset", "update", "new"], states: 1, onnxGateOrder: [1, 0, 2]);

    private readonly int[] _onnxGateOrder;

    private RecurrentCell(string name, string title, string onnxOperator, string[] blocks, int states, int[] onnxGateOrder)
    {
        Name = name;
        DisplayName = title;
        OnnxOperator = onnxOperator;
        Blocks = blocks;
        StateCount = states;
        GateCount = blocks.Length - 1;
        _onnxGateOrder = onnxGateOrder;
    }

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<RecurrentCell> All { get; } = [Rnn, RnnRelu, Lstm, Gru, GruResetBefore];

    /// <summary>The name that options, files and <see cref="Parse"/> use: <c>rnn</c>, <c>rnn-relu</c>, <c>lstm</c>, <c>gru</c>, <c>gru-reset-before</c>.</summary>
    public string Name { get; }

    /// <summary>The name that tables and plots show.</summary>
    public string DisplayName { get; }

    /// <summary>How many gates, values between 0 and 1, control the cell: RNN 0, LSTM 3, GRU 2.</summary>
    public int GateCount { get; }

    /// <summary>How many states go from step to step: 1, or 2 for LSTM (hidden and cell state).</summary>
    public int StateCount { get; }

    /// <summary>The ONNX operator that computes this cell.</summary>
    public string OnnxOperator { get; }

    /// <summary>The stacked blocks of a weight, in PyTorch's order; the gates and the candidate state.</summary>
    internal IReadOnlyList<string> Blocks { get; }

    /// <summary>The place of a block in PyTorch's order, or -1 where the cell has none of that name.</summary>
    internal int IndexOfBlock(string name) => Blocks.Index().Where(block => block.Item == name).Select(block => block.Index).FirstOrDefault(-1);

    /// <summary>Blocks of a gate-stacked weight in ONNX order, named by their place in PyTorch's order.</summary>
    internal ReadOnlySpan<int> OnnxGateOrder => _onnxGateOrder;

    /// <summary>The activation of the candidate state: ONNX's name of it.</summary>
    internal string Activation => this == RnnRelu ? "Relu" : "Tanh";

    /// <summary>ONNX's attribute of a GRU: whether the reset gate is applied after the recurrent product.</summary>
    internal bool LinearBeforeReset => this == Gru;

    /// <summary>Whether a cell state c is carried beside the hidden state h.</summary>
    internal bool HasCellState => StateCount == 2;

    /// <summary>The kind of a name, in any case.</summary>
    /// <exception cref="ArgumentException">There is no such kind; the message lists the names.</exception>
    public static RecurrentCell Parse(string name) =>
        All.FirstOrDefault(cell => string.Equals(cell.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Unknown cell '{name}': expected one of {string.Join(", ", All.Select(cell => cell.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
