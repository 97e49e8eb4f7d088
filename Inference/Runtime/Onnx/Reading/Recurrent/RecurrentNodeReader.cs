using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads RNN, LSTM and GRU nodes: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html.</summary>
internal static class RecurrentNodeReader
{
    private const int X = 0;
    private const int InitialHidden = 5;
    private const int InitialCell = 6;

    public static IReadOnlyList<GraphValue> Read(GraphNode node)
    {
        var (cell, walks) = RecurrentAttributes.Read(node);
        var batchFirst = node.GetInteger("layout") == 1;
        var (timeAxis, batchAxis) = batchFirst ? (1, 0) : (0, 1);
        var signal = node.Required(X) as SignalValue ?? throw node.CreateError("reads X from something other than the input or a layer below: a part of the input, or a constant");
        if (signal.Rank != 3)
            throw node.CreateError($"reads X of {signal.Rank} axes, expected {(batchFirst ? "[batch, time, input]" : "[time, batch, input]")}");
        var time = Assumed(node, signal.Axes[timeAxis], AxisRole.Time) ?? throw node.CreateError("reads X without a time axis");
        var batch = Assumed(node, signal.Axes[batchAxis], AxisRole.Batch);
        var (input, recurrent, bias) = RecurrentNodeWeights.Read(node, cell, walks.Count);
        var (inputSize, hiddenSize) = (input.Dimensions[2], recurrent.Dimensions[2]);
        CheckFeatures(node, signal, inputSize);
        var recurrentNode = new RecurrentNode
        {
            Name = node.Name,
            Cell = cell,
            InputSize = inputSize,
            HiddenSize = hiddenSize,
            Directions = [.. walks.Select(walk => time.IsMirrored ? Opposite(walk) : walk)],
            Input = input.FloatArray,
            Recurrent = recurrent.FloatArray,
            Bias = bias?.FloatArray,
            Source = signal.Content,
            Time = time.Forward,
            Batch = batch,
            StateInputs = [.. new[] { StateInput(node, InitialHidden, "initial_h"), cell.HasCellState ? StateInput(node, InitialCell, "initial_c") : null }.OfType<string>()],
            StateBatch = StateBatch(node, batchFirst),
            LengthsInput = LengthsInput(node, time),
        };
        return Outputs(node, recurrentNode, signal.Axes[timeAxis], signal.Axes[batchAxis], batchFirst);
    }

    private static AxisFactor? Assumed(GraphNode node, Axis axis, AxisRole role)
    {
        if (axis.Single is not { } factor)
            return axis.Factors.Count == 0 ? null : throw node.CreateError($"reads X with an axis of several meanings as {role}");
        return factor.TrySetRole(role) ? factor : throw node.CreateError($"reads X with {factor.Role} where {role} belongs");
    }

    private static void CheckFeatures(GraphNode node, SignalValue signal, int inputSize)
    {
        var axis = signal.Axes[2];
        if (signal.Content is InputContent { Embedding: null })
        {
            // The weights say what a file that leaves its features open expects.
            if (axis.Single is { } open)
                open.TrySetSize(inputSize);
            if (axis.Factors.Any(factor => !factor.TrySetRole(AxisRole.Feature)))
                throw node.CreateError("reads X with Time or Batch where the features belong");
        }
        else if (signal.Content is StateContent states && (!axis.Is(states.Features) || states.Entries.Any(entry => entry.Moment != StatePosition.Every)))
        {
            throw node.CreateError($"reads {states.Description} in an order or a selection that is not supported");
        }
        else if (signal.Content is HeadContent)
        {
            throw node.CreateError("reads a linear layer, which is supported behind the recurrent layers only");
        }

        if (axis.Extent.Number != inputSize)
            throw node.CreateError($"reads X of {axis.Extent} values at each step, but W expects {inputSize}");
    }

    private static string? StateInput(GraphNode node, int index, string name) => node.Input(index) switch
    {
        null => null,
        FilledValue { IsZero: true } => null,
        ConstantValue { Tensor: { IsFloat: true } tensor } when !tensor.Floats.ContainsAnyExcept(0f) => null,
        ConstantValue constant => throw node.CreateError($"{name} is the constant '{constant.Tensor.Name}', which is not zeros; supported are zeros and inputs of the graph"),
        { } value when DerivedValue.Of(value) is { Type: DataType.Float, Offset: 0 } derived => derived.Input,
        _ => throw node.CreateError($"{name} is computed by the graph; supported are zeros and inputs of the graph"),
    };

    // PyTorch's tracer freezes the zeros that a module makes by itself at the batch size of its example.
    private static long? StateBatch(GraphNode node, bool batchFirst) => new[] { InitialHidden, InitialCell }
        .Select(index => node.Input(index) switch
        {
            ConstantValue { Tensor: { Rank: 3 } zeros } => zeros.Dimensions[batchFirst ? 0 : 1],
            FilledValue { Dimensions: { Count: 3 } dimensions } => dimensions[batchFirst ? 0 : 1].Number,
            _ => (long?)null,
        })
        .FirstOrDefault(size => size is not null) is { } batch
            ? batch is >= 1 and <= int.MaxValue ? batch : throw node.CreateError($"initial states are of {batch} sequences, expected at least 1")
            : null;

    private static string? LengthsInput(GraphNode node, AxisFactor time)
    {
        const int Lengths = 4;
        var full = SymbolicInteger.From(time);
        return node.Input(Lengths) switch
        {
            null => null,
            FilledValue { Element: { IsFloat: false } element } when element.Integers[0].Equals(full) => null,
            ConstantValue { Tensor: { IsFloat: false } tensor } when tensor.Uniform()?.Integers[0].Equals(full) == true => null,
            { } value when DerivedValue.Of(value) is { Type: DataType.Int32 or DataType.Int64, Offset: 0 } derived => derived.Input,
            _ => throw node.CreateError("sequence_lens is neither the whole time axis nor an input of the graph"),
        };
    }

    private static GraphValue[] Outputs(GraphNode node, RecurrentNode recurrent, Axis time, Axis batch, bool batchFirst)
    {
        var values = new GraphValue[Math.Min(node.OutputCount, 1 + recurrent.Cell.StateCount)];
        StatePosition[] moments = [StatePosition.Every, StatePosition.Final, StatePosition.FinalCell];
        for (var output = 0; output < values.Length; output++)
        {
            var unit = new AxisFactor("hidden", recurrent.HiddenSize, AxisRole.Unit);
            var content = StateContent.Create([.. recurrent.Directions.Select((_, direction) => new StateEntry(recurrent, direction, moments[output]))], unit);
            var (stack, hidden) = (new Axis(content.Stack), new Axis(unit));
            // Y [time, directions, batch, hidden], Y_h and Y_c [directions, batch, hidden]; with layout 1 the batch comes first.
            values[output] = new SignalValue(content, (output, batchFirst) switch
            {
                (0, false) => [time, stack, batch, hidden],
                (0, true) => [batch, time, stack, hidden],
                (_, false) => [stack, batch, hidden],
                (_, true) => [batch, stack, hidden],
            });
        }

        return values;
    }

    private static SequenceDirection Opposite(SequenceDirection walk) =>
        walk == SequenceDirection.Forward ? SequenceDirection.Reverse : SequenceDirection.Forward;
}
