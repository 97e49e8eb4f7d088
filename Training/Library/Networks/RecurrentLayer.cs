using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One recurrent layer of any cell and direction: [batch, time, input] in, [batch, time, directions * hidden] out.</summary>
public sealed class RecurrentLayer : nn.Module<Tensor, Tensor>
{
    private readonly Recurrence[] _directions;

    /// <summary>Builds a layer with PyTorch's initial weights, U(-1/sqrt(hidden), 1/sqrt(hidden)).</summary>
    /// <param name="description">What the layer is.</param>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public RecurrentLayer(LayerDescription description)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(RecurrentLayer)))
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        _directions = [.. Enumerable.Range(0, description.DirectionCount).Select(_ => Recurrence.Create(description))];
        register_module("directions", new ModuleList<Recurrence>(_directions));
    }

    /// <summary>What the layer is.</summary>
    public LayerDescription Description { get; }

    /// <summary>The recurrences: forward first in a bidirectional layer.</summary>
    internal IReadOnlyList<Recurrence> Directions => _directions;

    /// <summary>Every hidden state [batch, time, directions * hidden] of [batch, time, input], from a zero state.</summary>
    public override Tensor forward(Tensor input) => Run(input).Output;

    /// <summary>Runs over a batch of sequences.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="initialState">The state before the first step, or null for zeros.</param>
    /// <returns>
    /// Every hidden state [batch, time, directions * hidden], and the final state [directions, batch, hidden]:
    /// that of the reverse direction stands at the first time step.
    /// </returns>
    /// <exception cref="ArgumentException">The input or the state has not the layer's sizes; the message says which were expected.</exception>
    public (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initialState = null) => Run(input, initialState, lengths: null);

    /// <summary>Runs over a batch of sequences of several lengths: padding changes nothing, and hidden states behind a sequence's end are 0.</summary>
    /// <remarks>With lengths the final state has no cell state: LibTorch gives that of the last step of the batch alone.</remarks>
    internal (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initialState, SequenceLengths? lengths)
    {
        TensorShapes.Check(input, "input", [null, null, Description.InputSize]);
        if (initialState is not null)
            Check(initialState, input.shape[0]);
        var outputs = new List<Tensor>();
        var finals = new List<RecurrentState>();
        for (var index = 0; index < _directions.Length; index++)
        {
            var backwards = Description.Direction == SequenceDirection.Reverse || index == 1;
            var (output, final) = _directions[index].Run(backwards ? Backwards(input, lengths) : input, initialState?.SelectDirection(index));
            if (lengths is not null)
            {
                final = new RecurrentState(lengths.GatherLast(output).unsqueeze(0), null);
                output = lengths.MaskPadding(output);
            }

            outputs.Add(backwards ? Backwards(output, lengths) : output);
            finals.Add(final);
        }

        return (outputs.Count == 1 ? outputs[0] : cat(outputs, 2), RecurrentState.Concatenate(finals));
    }

    private static Tensor Backwards(Tensor sequence, SequenceLengths? lengths) => lengths is null ? sequence.flip(1) : lengths.Reverse(sequence);

    private void Check(RecurrentState state, long batch)
    {
        long?[] expected = [_directions.Length, batch, Description.HiddenSize];
        TensorShapes.Check(state.HiddenState, "hidden state", expected);
        if (Description.Cell.HasCellState != (state.CellState is not null))
            throw new ArgumentException($"The state of a layer of {Description.Cell} has {(state.CellState is null ? "no" : "a")} cell state: {(state.CellState is null ? "it needs one" : "it must have none")}.");
        if (state.CellState is not null)
            TensorShapes.Check(state.CellState, "cell state", expected);
    }
}
