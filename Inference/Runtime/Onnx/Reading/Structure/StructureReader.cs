using System.Collections;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Finds the roles of the inputs and outputs of a graph, also where the reader does not understand what the graph computes.</summary>
internal static class StructureReader
{
    /// <summary>Reads the roles.</summary>
    /// <param name="graph">The graph, without functions.</param>
    /// <param name="walk">What the reader found about the values, or null if it cannot read the graph at all.</param>
    public static GraphStructure Read(GraphProto graph, GraphWalk? walk)
    {
        var initializers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var inputs = graph.Input.Where(input => !initializers.Contains(input.Name)).DistinctBy(input => input.Name).ToList();
        var origins = OriginWalk.TryWalk(walk?.FlatNodes ?? graph.Node, [.. inputs.Select(input => input.Name)]);
        var kinds = Kinds(graph, walk, origins, inputs);
        return new GraphStructure(
            [.. inputs.Select((input, index) => new InputStructure(input.Name, Type(input), kinds[index], Axes(input, kinds[index], walk)))],
            Outputs([.. graph.Output.DistinctBy(output => output.Name).Select(output => Output(output, walk, origins, inputs))], origins),
            origins?.HasRecurrentNode ?? graph.Node.Any(node => node.OpType is "RNN" or "LSTM" or "GRU"));
    }

    private static InputKind[] Kinds(GraphProto graph, GraphWalk? walk, OriginWalk? origins, List<ValueInfoProto> inputs)
    {
        if (origins is null)
            return [.. Enumerable.Repeat(InputKind.Other, inputs.Count)];
        var (used, entered) = (new BitArray(inputs.Count), new BitArray(inputs.Count));
        foreach (var output in graph.Output)
        {
            used.Or(origins.GetOrigin(output.Name).Inputs);
            entered.Or(origins.GetOrigin(output.Name).Data);
        }

        var kinds = new InputKind[inputs.Count];
        for (var index = 0; index < kinds.Length; index++)
        {
            var isInteger = Type(inputs[index]) is DataType.Int32 or DataType.Int64;
            kinds[index] = !used[index] ? InputKind.Unused
                : origins.InitialStates[index].HasAnySet() ? InputKind.State
                : origins.Lengths[index] ? InputKind.Lengths
                // Lengths may select the last step of each sequence, and nothing else.
                : isInteger && origins.HasRecurrentNode && !entered[index] && CountAxes(inputs[index]) == 1 ? InputKind.Lengths
                : InputKind.Other;
        }

        if (MainSequence(walk, origins, inputs, kinds) is { } sequence)
            kinds[sequence] = InputKind.Sequence;
        return kinds;
    }

    // Of several inputs that enter recurrent nodes, the one whose time axis is known, or the one with the most axes.
    private static int? MainSequence(GraphWalk? walk, OriginWalk origins, List<ValueInfoProto> inputs, InputKind[] kinds)
    {
        var candidates = Enumerable.Range(0, inputs.Count).Where(index => origins.Sequences[index] && kinds[index] == InputKind.Other).ToList();
        return candidates.Count == 0
            ? null
            : candidates.MaxBy(index => (HasTime(index), CountAxes(inputs[index]), Type(inputs[index]) == DataType.Float));

        bool HasTime(int index) => Factors(walk, inputs[index].Name)?.Any(factor => factor.Role == AxisRole.Time) == true;
    }

    private static IReadOnlyList<AxisFactor>? Factors(GraphWalk? walk, string input) =>
        walk?.Inputs.FirstOrDefault(other => other.Name == input)?.Factors;

    private static List<(AxisRole, long?)>? Axes(ValueInfoProto input, InputKind kind, GraphWalk? walk)
    {
        if (input.Type?.TensorType?.Shape is not { } shape)
            return null;
        var factors = Factors(walk, input.Name);
        return [.. shape.Dim.Select((dimension, axis) =>
        {
            long? size = dimension.HasDimValue ? dimension.DimValue : null;
            var role = axis < factors?.Count ? factors[axis].Role : AxisRole.Unknown;
            var isBatch = role == AxisRole.Unknown && size is null && kind is InputKind.State or InputKind.Lengths;
            return (isBatch ? AxisRole.Batch : role, size);
        })];
    }

    // Final states are the result of a graph only if there is no other.
    private static List<OutputStructure> Outputs(List<OutputStructure> outputs, OriginWalk? origins)
    {
        return outputs.Any(output => output.Kind == OutputKind.Computed && !HoldsStates(output)) ? outputs.ConvertAll(Mark) : outputs;

        OutputStructure Mark(OutputStructure output) =>
            output.Kind == OutputKind.Computed && HoldsStates(output) ? output with { Kind = OutputKind.FinalState } : output;

        bool HoldsStates(OutputStructure output) => origins?.GetOrigin(output.Name).HoldsStates == true;
    }

    private static OutputStructure Output(ValueInfoProto output, GraphWalk? walk, OriginWalk? origins, List<ValueInfoProto> inputs)
    {
        var kind = OutputKind.Computed;
        string? stateInput = null;
        if (origins?.GetOrigin(output.Name) is { } origin)
        {
            stateInput = origin.HoldsStates ? StateInput(origin, origins, inputs) : null;
            kind = origin.IsConstant ? OutputKind.Constant
                : origin.IsInput ? OutputKind.Echo
                : stateInput is not null ? OutputKind.State
                : origin.IsLabel ? OutputKind.Label
                : OutputKind.Computed;
        }

        var axes = (walk?.FindValue(output.Name) as SignalValue)?.Axes.Select(Axis).ToList();
        return new OutputStructure(output.Name, Type(output), kind, stateInput, axes);

        static (AxisRole, long?) Axis(Axis axis) => (
            axis.Factors.Select(factor => factor.Role).Distinct().ToList() is [var role] ? role : AxisRole.Unknown,
            axis.Size.Number);
    }

    // The input that initializes most of the states that the output holds.
    private static string? StateInput(ValueOrigin origin, OriginWalk origins, List<ValueInfoProto> inputs)
    {
        var best = Enumerable.Range(0, inputs.Count).Select(index => (Index: index, Count: CountShared(index))).MaxBy(entry => entry.Count);
        return best.Count > 0 ? inputs[best.Index].Name : null;

        int CountShared(int index)
        {
            var shared = new BitArray(origins.InitialStates[index]).And(origin.FinalStates);
            return shared.Cast<bool>().Count(bit => bit);
        }
    }

    private static DataType Type(ValueInfoProto value) => (DataType)(value.Type?.TensorType?.ElemType ?? 0);

    private static int CountAxes(ValueInfoProto value) => value.Type?.TensorType?.Shape?.Dim.Count(dimension => dimension.DimValue != 1) ?? 0;
}
