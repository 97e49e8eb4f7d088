namespace MlNetRecurrent;

/// <summary>
/// A kind of recurrent cell, and the data that distinguish it: its gates, its states, and how ONNX and PyTorch order its blocks, which are the gates
/// and the candidate state.
/// </summary>
/// <remarks>
/// The weights of a layer are stacked by block: W [blocks * hidden, input], R [blocks * hidden, hidden], bias [blocks * hidden].
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
    /// <remarks>PyTorch stacks input, forget, cell, output; ONNX stacks input, output, forget, cell.</remarks>
    public static RecurrentCell Lstm { get; } =
        new("lstm", "LSTM", "LSTM", ["input", "forget", "cell", "output"], states: 2, onnxGateOrder: [0, 3, 1, 2]);

    /// <summary>
    /// Gated recurrent unit with the reset gate applied after the recurrent product, as PyTorch and cuDNN compute it:
    /// n = tanh(Wn x + bWn + r * (Rn h(t-1) + bRn)), h(t) = (1 - z) * n + z * h(t-1), with the gates r and z.
    /// </summary>
    /// <remarks>PyTorch stacks reset, update, new; ONNX stacks update, reset, hidden.</remarks>
    public static RecurrentCell Gru { get; } = new("gru", "GRU", "GRU", ["reset", "update", "new"], states: 1, onnxGateOrder: [1, 0, 2]);

    /// <summary>
    /// Gated recurrent unit with the reset gate applied before the recurrent product (Cho et al. 2014):
    /// n = tanh(Wn x + bWn + Rn (r * h(t-1)) + bRn), h(t) = (1 - z) * n + z * h(t-1), with the gates r and z.
    /// </summary>
    /// <remarks>
    /// z weights the old state, as in ONNX. Where a text defines z as the weight of the new state, negate the weights and biases of z.
    /// </remarks>
    public static RecurrentCell GruResetBefore { get; } =
        new("gru-reset-before", "GRU (reset before)", "GRU", ["reset", "update", "new"], states: 1, onnxGateOrder: [1, 0, 2]);

    private readonly int[] _onnxGateOrder;

    private RecurrentCell(string name, string displayName, string onnxOperator, string[] blocks, int states, int[] onnxGateOrder)
    {
        Name = name;
        DisplayName = displayName;
        OnnxOperator = onnxOperator;
        Blocks = blocks;
        StateCount = states;
        GateCount = blocks.Length - 1;
        _onnxGateOrder = onnxGateOrder;
    }

    /// <summary>All kinds of cells.</summary>
    public static IReadOnlyList<RecurrentCell> All { get; } = [Rnn, RnnRelu, Lstm, Gru, GruResetBefore];

    /// <summary>
    /// The name in options and files, which <see cref="Parse"/> accepts: <c>rnn</c>, <c>rnn-relu</c>, <c>lstm</c>, <c>gru</c> or
    /// <c>gru-reset-before</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>The name for display, such as in tables and plots.</summary>
    public string DisplayName { get; }

    /// <summary>The number of gates, whose values are between 0 and 1: RNN 0, LSTM 3, GRU 2.</summary>
    public int GateCount { get; }

    /// <summary>The number of states carried from step to step: 1, or 2 for LSTM (hidden state and cell state).</summary>
    public int StateCount { get; }

    /// <summary>The ONNX operator that computes this cell.</summary>
    internal string OnnxOperator { get; }

    /// <summary>The stacked blocks of a weight, in PyTorch order: the gates and the candidate state.</summary>
    internal IReadOnlyList<string> Blocks { get; }

    /// <summary>The index of a block in PyTorch order; -1 if the cell has no block of that name.</summary>
    internal int IndexOfBlock(string name) =>
        Blocks.Index().Where(block => block.Item == name).Select(block => block.Index).FirstOrDefault(-1);

    /// <summary>The index in PyTorch order of each block of a gate-stacked weight in ONNX order.</summary>
    internal ReadOnlySpan<int> OnnxGateOrder => _onnxGateOrder;

    /// <summary>The activation function of the candidate state, by its ONNX name.</summary>
    internal string Activation => this == RnnRelu ? "Relu" : "Tanh";

    /// <summary>The ONNX attribute of GRU: whether the reset gate is applied after the recurrent product.</summary>
    internal bool LinearBeforeReset => this == Gru;

    /// <summary>Whether the cell has a cell state c in addition to the hidden state h.</summary>
    internal bool HasCellState => StateCount == 2;

    /// <summary>Returns the cell with a name, ignoring case.</summary>
    /// <param name="name">The name, such as <c>lstm</c>: <see cref="Name"/> of one of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">There is no cell of that name; the message lists the names.</exception>
    public static RecurrentCell Parse(string name) =>
        All.FirstOrDefault(cell => string.Equals(cell.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Unknown cell '{name}': expected one of {string.Join(", ", All.Select(cell => cell.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
