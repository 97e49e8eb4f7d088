using TorchSharp;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The layers and directions of a fused module, with the parameters of the TorchSharp module that it stands for.</summary>
/// <param name="cell">The cell.</param>
/// <param name="options">The sizes and other arguments of the module.</param>
/// <param name="module">An LSTM, GRU or RNN of TorchSharp with the same arguments, which owns the parameters.</param>
internal sealed class FusedStack(RecurrentCell cell, FusedStackOptions options, nn.Module module)
{
    public RecurrentCell Cell { get; } = cell;

    /// <summary>The module that owns the parameters.</summary>
    public nn.Module Module { get; } = module;

    private int DirectionCount => options.IsBidirectional ? 2 : 1;

    private SequenceDirection Direction => options.IsBidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward;

    /// <summary>Whether the kernels can run an input. If not, the module can, unless there are lengths or TorchSharp lacks the cell.</summary>
    public bool IsCovered(Tensor input, Tensor? h0, Tensor? c0) => input.ndim == 3
        && Enumerable.Range(0, options.LayerCount).All(layer =>
            FusedRecurrence.IsCovered(new RecurrenceInput(input, h0, c0, Weights(layer))));

    /// <summary>Runs all layers.</summary>
    /// <param name="input">[batch, time, input], or [time, batch, input].</param>
    /// <param name="h0">[layers * directions, batch, hidden]; null for zeros.</param>
    /// <param name="c0">Likewise.</param>
    /// <param name="lengths">The number of time steps of each sequence, or null.</param>
    /// <param name="returnsOutput">Whether the hidden states at every step are wanted.</param>
    /// <returns>
    /// The hidden states at every step, [batch, time, directions * hidden] or [time, batch, directions * hidden], or null; the final states,
    /// [layers * directions, batch, hidden].
    /// </returns>
    /// <exception cref="ArgumentException">The shape of an input does not match the module, or a length is out of range.</exception>
    public (Tensor? Output, Tensor Hidden, Tensor? Cell) Run(Tensor input, Tensor? h0, Tensor? c0, long[]? lengths, bool returnsOutput = true)
    {
        Check(input, h0, c0, lengths);
        if (options.LayerCount == 1)
        {
            var result = RunLayer(0, CreateCall(0, options.IsBatchFirst, options.IsBatchFirst), input, h0, c0);
            return (result.Output, result.Hidden, result.Cell);
        }

        // The tensors between layers live on in the graph where that needs them.
        using var scope = NewDisposeScope();
        var results = new RecurrenceResult[options.LayerCount];
        var isBatchFirst = options.IsBatchFirst;
        for (var layer = 0; layer < results.Length; layer++)
        {
            var isLast = layer == results.Length - 1;
            var drops = Module.training && options.Dropout > 0 && !isLast;
            // LibTorch draws the dropped values in the order of [time, batch, directions * hidden].
            var isOutputBatchFirst = isLast ? options.IsBatchFirst : isBatchFirst && !drops;
            results[layer] = RunLayer(layer, CreateCall(layer, isBatchFirst, isOutputBatchFirst), input, OfLayer(h0, layer), OfLayer(c0, layer));
            if (!isLast)
                input = drops ? nn.functional.dropout(results[layer].Output!, options.Dropout, training: true) : results[layer].Output!;
            isBatchFirst = isOutputBatchFirst;
        }

        return (
            results[^1].Output?.MoveToOuterDisposeScope(),
            cat([.. results.Select(result => result.Hidden)], 0).MoveToOuterDisposeScope(),
            Cell.HasCellState ? cat([.. results.Select(result => result.Cell!)], 0).MoveToOuterDisposeScope() : null);

        RecurrenceCall CreateCall(int layer, bool isInputBatchFirst, bool isOutputBatchFirst)
        {
            var inputSize = layer == 0 ? options.InputSize : DirectionCount * options.HiddenSize;
            return new RecurrenceCall(Cell, inputSize, options.HiddenSize, Direction)
            {
                Lengths = lengths,
                IsInputBatchFirst = isInputBatchFirst,
                IsOutputBatchFirst = isOutputBatchFirst,
                ReturnsOutput = returnsOutput || layer < options.LayerCount - 1,
            };
        }
    }

    /// <summary>Converts and moves the parameters.</summary>
    public void Move(ScalarType? dtype, Device? device)
    {
        if (dtype is { } type)
            Module.to(type);
        if (device is not null)
            Module.to(device);
    }

    private RecurrenceResult RunLayer(int layer, RecurrenceCall call, Tensor input, Tensor? hidden, Tensor? state) =>
        FusedRecurrence.Run(call, new RecurrenceInput(input, hidden, state, Weights(layer)));

    private Tensor? OfLayer(Tensor? states, int layer) => states?.narrow(0, (long)layer * DirectionCount, DirectionCount);

    private RecurrenceWeights[] Weights(int layer) =>
    [
        .. Enumerable.Range(0, DirectionCount).Select(direction =>
        {
            var suffix = direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";
            return new RecurrenceWeights(
                Module.get_parameter($"weight_ih{suffix}")!,
                Module.get_parameter($"weight_hh{suffix}")!,
                Module.get_parameter($"bias_ih{suffix}"),
                Module.get_parameter($"bias_hh{suffix}"));
        }),
    ];

    private void Check(Tensor input, Tensor? h0, Tensor? c0, long[]? lengths)
    {
        TensorShapes.Check(input, "input", [null, null, options.InputSize]);
        long?[] states = [options.LayerCount * DirectionCount, input.size(options.IsBatchFirst ? 0 : 1), options.HiddenSize];
        if (h0 is not null)
            TensorShapes.Check(h0, "initial hidden state", states);
        if (c0 is not null)
            TensorShapes.Check(c0, "initial cell state", states);
        FusedArguments.Check(lengths, input.size(options.IsBatchFirst ? 0 : 1), input.size(options.IsBatchFirst ? 1 : 0));
    }
}
