namespace MlNetRecurrent;

/// <summary>
/// The ways in which the cells of a layer differ from those of <see cref="RecurrentCell"/>, as ONNX defines them. Immutable, with value equality.
/// </summary>
/// <remarks>
/// https://onnx.ai/onnx/operators/onnx__LSTM.html. Layers with a variant usually come from other programs; they are slower to score and train.
/// </remarks>
public sealed record CellVariant
{
    /// <summary>The activation of the gates; an RNN has none.</summary>
    /// <value>Default: <see cref="ActivationFunction.Sigmoid"/>.</value>
    public ActivationFunction Gate { get; init; } = ActivationFunction.Sigmoid;

    /// <summary>The activation of the candidate state: of the cell input in an LSTM, of the new state in a GRU and an RNN.</summary>
    /// <value>Default: <see cref="ActivationFunction.Tanh"/>.</value>
    public ActivationFunction Candidate { get; init; } = ActivationFunction.Tanh;

    /// <summary>The activation of the cell state in the output of an LSTM; other cells have none.</summary>
    /// <value>Default: <see cref="ActivationFunction.Tanh"/>.</value>
    public ActivationFunction Output { get; init; } = ActivationFunction.Tanh;

    /// <summary>
    /// The bound of the inputs of <see cref="Gate"/> and <see cref="Candidate"/>, which are limited to [-clip, clip]; null for no bound. As in ONNX
    /// Runtime, the input of <see cref="Output"/> is not limited.
    /// </summary>
    /// <value>Default: null.</value>
    public float? Clip { get; init; }

    /// <summary>Whether the forget gate of an LSTM is 1 - input gate. Its weights are not used.</summary>
    /// <value>Default: false.</value>
    public bool CouplesForgetGate { get; init; }

    /// <summary>Whether the gates of an LSTM also depend on the cell state: on its previous value, the output gate on its new one.</summary>
    /// <value>Default: false.</value>
    public bool HasPeepholes { get; init; }
}
