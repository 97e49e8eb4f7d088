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
        var (cell, variant, directions) = RecurrentAttributes.Read(node);
        var batchFirst = node.GetInteger("layout") == 1;
        var (timeAxis, batchAxis) = batchFirst ? (1, 0) : (0, 1);
        var signal = node.RequireInput(X) as SignalValue
            ?? throw node.CreateError("X is a constant or a part of the input, expected the whole input or the output of another layer");
        if (signal.Rank != 3)
            throw node.CreateError($"X has {signal.Rank} axes, expected {(batchFirst ? "[batch, time, input]" : "[time, batch, input]")}");
        // An input without a time axis is a single step.
        var time = AssignRole(node, signal.Axes[timeAxis], AxisRole.Time) ?? new AxisFactor("time", 1, AxisRole.Time);
        var batch = AssignRole(node, signal.Axes[batchAxis], AxisRole.Batch);
        var (input, recurrent, bias) = RecurrentNodeWeights.Read(node, cell, directions.Count);
        var (inputSize, hiddenSize) = (input.Dimensions[2], recurrent.Dimensions[2]);
        CheckFeatures(node, signal, inputSize);
        var recurrentNode = new RecurrentNode
        {
            Name = node.Name,
            Cell = cell,
            Variant = variant,
            InputSize = inputSize,
            HiddenSize = hiddenSize,
            Directions = [.. directions.Select(direction => time.IsMirrored ? GetOpposite(direction) : direction)],
            Input = input.FloatArray,
            Recurrent = recurrent.FloatArray,
            Bias = bias?.FloatArray,
            Peepholes = RecurrentNodeWeights.ReadPeepholes(node, directions.Count, hiddenSize),
            InitialHidden = InitialStates.ReadValues(node, InitialHidden, "initial_h", batchFirst, directions.Count, hiddenSize),
            InitialCell = cell.HasCellState
                ? InitialStates.ReadValues(node, InitialCell, "initial_c", batchFirst, directions.Count, hiddenSize)
                : null,
            Source = signal.Content,
            Time = time.Forward,
            Batch = batch,
            StateInputs = Inputs(node, cell),
            StateBatch = StateBatch(node, batchFirst),
            LengthsInput = LengthsInput(node, time, batch),
        };
        return Outputs(node, recurrentNode, new Axis(time), signal.Axes[batchAxis], batchFirst);
    }

    private static string[] Inputs(GraphNode node, RecurrentCell cell)
    {
        var hidden = InitialStates.ReadInput(node, InitialHidden, "initial_h");
        var cellState = cell.HasCellState ? InitialStates.ReadInput(node, InitialCell, "initial_c") : null;
        return [.. new[] { hidden, cellState }.OfType<string>()];
    }

    private static AxisFactor? AssignRole(GraphNode node, Axis axis, AxisRole role)
    {
        if (axis.Single is not { } factor)
            return axis.Factors.Count == 0 ? null : throw node.CreateError($"X combines several axes where {role} is expected");
        return factor.TrySetRole(role) ? factor : throw node.CreateError($"X has {factor.Role} where {role} is expected");
    }

    private static void CheckFeatures(GraphNode node, SignalValue signal, int inputSize)
    {
        var axis = signal.Axes[2];
        if (signal.Content is ChainContent { Origin: InputContent { FeatureFactor: { Role: not AxisRole.Unit } feature } }
            && !feature.TrySetRole(AxisRole.Feature))
        {
            throw node.CreateError($"X selects features along an axis that holds {feature.Role}");
        }

        if (signal.Content is InputContent { Embedding: null })
        {
            // If the number of features is dynamic, the weights determine it.
            if (axis.Single is { } features)
                features.TrySetSize(inputSize);
            if (axis.Factors.Any(factor => !factor.TrySetRole(AxisRole.Feature)))
                throw node.CreateError("X has Time or Batch where the features are expected");
        }
        else if (signal.Content is StateContent states
            && (!axis.Is(states.Units) || states.Entries.Any(entry => entry.Position != StatePosition.EveryStep)))
        {
            throw node.CreateError($"uses {states.Description} in an order or a selection that is not supported");
        }
        else if (signal.Content is ChainContent chain)
        {
            if ((chain.Origin is InputContent && !SetFeatures(axis, inputSize)) || (chain.Units is { } units && !axis.Is(units)))
                throw node.CreateError($"uses {chain.Description} in an order that is not supported");
            if (chain.Origin is StateContent source && source.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
                throw node.CreateError($"uses {source.Description} in a selection that is not supported");
        }
        else if (signal.Content is LabelContent)
        {
            throw node.CreateError($"X is {signal.Content.Description}, which is not supported");
        }

        if (axis.Size.Number != inputSize)
            throw node.CreateError($"X has {axis.Size} features, but W expects {inputSize}");
    }

    // A chain over the input whose features no layer has identified yet.
    private static bool SetFeatures(Axis axis, int inputSize) =>
        axis.Single is { } features && features.TrySetSize(inputSize)
        && (features.Role == AxisRole.Unit || features.TrySetRole(AxisRole.Feature));

    // PyTorch's tracer freezes the zeros that a module creates at the batch size of the example input.
    private static long? StateBatch(GraphNode node, bool batchFirst) => new[] { InitialHidden, InitialCell }
        .Select(index => node.Input(index) switch
        {
            ConstantValue { Tensor: { Rank: 3 } zeros } => zeros.Dimensions[batchFirst ? 0 : 1],
            FilledValue { Dimensions: { Count: 3 } dimensions } => dimensions[batchFirst ? 0 : 1].Number,
            RepeatedValue { Dimensions: { Count: 3 } dimensions } => dimensions[batchFirst ? 0 : 1].Number,
            _ => (long?)null,
        })
        .FirstOrDefault(size => size is not null) is { } batch
            ? batch is >= 1 and <= int.MaxValue ? batch : throw node.CreateError($"initial states are for {batch} sequences, expected at least 1")
            : null;

    private static string? LengthsInput(GraphNode node, AxisFactor time, AxisFactor? batch)
    {
        const int Lengths = 4;
        var full = SymbolicInteger.From(time);
        return node.Input(Lengths) switch
        {
            null => null,
            FilledValue { Element: { IsFloat: false } element } when element.Integers[0].Equals(full) => null,
            ConstantValue { Tensor: { IsFloat: false } tensor } when tensor.TryGetUniformElement()?.Integers[0].Equals(full) == true => null,
            { } value when DerivedValue.TryCreate(value) is { Type: DataType.Int32 or DataType.Int64, Offset: 0 } derived =>
                time.IsMirrored ? throw node.CreateError("X is reversed as a whole, although its sequences have lengths of their own")
                : derived.IsSorted != batch?.SortedBy is not null ? throw node.CreateError("X and sequence_lens are in different orders")
                : derived.Input,
            _ => throw node.CreateError("sequence_lens is neither the whole time axis nor an input of the graph"),
        };
    }

    private static GraphValue[] Outputs(GraphNode node, RecurrentNode recurrent, Axis time, Axis batch, bool batchFirst)
    {
        var values = new GraphValue[Math.Min(node.OutputCount, 1 + recurrent.Cell.StateCount)];
        StatePosition[] positions = [StatePosition.EveryStep, StatePosition.FinalHidden, StatePosition.FinalCell];
        for (var output = 0; output < values.Length; output++)
        {
            var unit = new AxisFactor("hidden", recurrent.HiddenSize, AxisRole.Unit);
            var position = positions[output];
            var entries = recurrent.Directions.Select((_, direction) => new StateEntry(recurrent, direction, position)).ToArray();
            var content = StateContent.Create(entries, unit);
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

    private static SequenceDirection GetOpposite(SequenceDirection direction) =>
        direction == SequenceDirection.Forward ? SequenceDirection.Reverse : SequenceDirection.Forward;
}
