using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A recurrent layer of any cell and direction: [batch, time, input] in, [batch, time, directions * hidden] out. The layers of
/// <see cref="LayerDescription.InputLayers"/> belong to it; its convolutions shorten the sequences.
/// </summary>
public sealed class RecurrentLayer : nn.Module<Tensor, Tensor>
{
    private readonly Recurrence[] _directions;
    private readonly LinearLayer[] _inputLayers;

    /// <summary>Creates a layer with PyTorch's initial weights, U(-1/sqrt(hidden), 1/sqrt(hidden)).</summary>
    /// <param name="description">The cell, sizes and direction of the layer.</param>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public RecurrentLayer(LayerDescription description)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(RecurrentLayer)))
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        _inputLayers = [.. description.InputLayers.Select(layer => new LinearLayer(layer))];
        if (_inputLayers.Length > 0)
            register_module("input_layers", new ModuleList<LinearLayer>(_inputLayers));
        _directions = [.. Enumerable.Range(0, description.DirectionCount).Select(_ => Recurrence.Create(description))];
        register_module("directions", new ModuleList<Recurrence>(_directions));
    }

    /// <summary>
    /// Creates layers with copies of the weights of a TorchSharp module, one for each of its layers: a Sequential of them computes its output at
    /// every step, and can be exported.
    /// </summary>
    /// <param name="module">
    /// The module: an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c>, or the fused one in its place. The layers take [batch, time, input],
    /// whatever the order of its axes is; dropout between its layers is left out.
    /// </param>
    /// <returns>The layers, first to last, in the mode of the module. The caller disposes them.</returns>
    /// <exception cref="ArgumentException">The module is of another type, or has projections.</exception>
    public static IReadOnlyList<RecurrentLayer> FromTorchSharp(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return TorchSharpLayers.Copy(module);
    }

    /// <summary>The cell, sizes and direction of the layer.</summary>
    public LayerDescription Description { get; }

    /// <summary>The recurrence of each direction; in a bidirectional layer, forward first.</summary>
    internal IReadOnlyList<Recurrence> Directions => _directions;

    /// <summary>The linear layers and convolutions before the cells.</summary>
    internal IReadOnlyList<LinearLayer> InputLayers => _inputLayers;

    /// <summary>
    /// Returns the hidden state at every time step, [batch, time, directions * hidden], for [batch, time, input], starting from a zero state.
    /// </summary>
    /// <param name="input">[batch, time, input]; with input layers, the input of the first of them.</param>
    public override Tensor forward(Tensor input) => Run(input).Output;

    /// <summary>Processes a batch of sequences.</summary>
    /// <param name="input">The sequences [batch, time, input].</param>
    /// <param name="initialState">The state before the first step, or null for zeros.</param>
    /// <returns>
    /// The hidden state at every time step, [batch, time, directions * hidden], and the final state, [directions, batch, hidden]; the final state of
    /// the reverse direction is that at the first time step.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The shape of the input or of the state does not match the layer; the message states the expected shape.
    /// </exception>
    public (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initialState = null)
    {
        var result = Run([this], [input], [initialState], lengths: null, returnsOutput: true, Description.Cell.StateCount)[0];
        return (result.Output!, result.Final);
    }

    /// <summary>
    /// Processes a batch of variable-length sequences: padding does not affect the results, and hidden states after the end of a sequence are 0. The
    /// layers of several members of an ensemble run side by side.
    /// </summary>
    /// <param name="layers">The layers, of the same description.</param>
    /// <param name="inputs">The sequences of each layer, [batch, time, input], of the same shape.</param>
    /// <param name="initialStates">The state of each layer before the first step, or null for zeros.</param>
    /// <param name="lengths">The lengths of the sequences, or null if all have the full length.</param>
    /// <param name="returnsOutput">Whether the hidden states of all steps are wanted, or only the final states.</param>
    /// <param name="trackedStates">The number of final states, hidden state first, that have gradients.</param>
    internal static LayerResult[] Run(
        IReadOnlyList<RecurrentLayer> layers,
        IReadOnlyList<Tensor> inputs,
        IReadOnlyList<RecurrentState?> initialStates,
        SequenceLengths? lengths,
        bool returnsOutput,
        int trackedStates)
    {
        var prepared = layers.Select((layer, index) => layer.Prepare(inputs[index], initialStates[index], lengths)).ToList();
        lengths = prepared[0].Lengths;
        var description = layers[0].Description;
        var call = new RecurrenceCall(description.Cell, description.InputSize, description.HiddenSize, description.Direction)
        {
            Variant = description.Variant,
            Lengths = lengths?.ToArray(),
            ReturnsOutput = returnsOutput,
            TrackedStates = trackedStates,
        };
        return
        [
            .. FusedRecurrence.Run(call, [.. prepared.Select(part => part.Input)]).Select(result =>
                new LayerResult(result.Output, new RecurrentState(result.Hidden, result.Cell), lengths)),
        ];
    }

    private (RecurrenceInput Input, SequenceLengths? Lengths) Prepare(Tensor input, RecurrentState? initialState, SequenceLengths? lengths)
    {
        TensorShapes.Check(input, "input", [null, null, Description.SourceSize]);
        if (initialState is not null)
            Check(initialState, input.shape[0]);
        foreach (var layer in _inputLayers)
            (input, lengths) = layer.Run(input, lengths);
        var weights = _directions.Select(direction => direction.Weights).ToArray();
        return (new RecurrenceInput(input, initialState?.HiddenState, initialState?.CellState, weights), lengths);
    }

    private void Check(RecurrentState state, long batch)
    {
        long?[] expected = [_directions.Length, batch, Description.HiddenSize];
        TensorShapes.Check(state.HiddenState, "hidden state", expected);
        if (Description.Cell.HasCellState != (state.CellState is not null))
        {
            throw new ArgumentException(state.CellState is null
                ? $"The state of the {Description.Cell} layer has no cell state, but the cell requires one."
                : $"The state of the {Description.Cell} layer has a cell state, but the cell has none: leave it out.");
        }

        if (state.CellState is not null)
            TensorShapes.Check(state.CellState, "cell state", expected);
    }
}
