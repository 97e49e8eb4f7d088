namespace MlNetRecurrent.Onnx;

/// <summary>An output of a graph, in terms of the network that was read from it.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="States">The final states that the output holds, or null for the main output.</param>
/// <param name="Order">The order of the axes; an axis of size 1 may be missing.</param>
internal sealed record OutputBinding(string Name, IReadOnlyList<FinalStateIndex>? States, IReadOnlyList<AxisRole> Order)
{
    public bool IsModelOutput => States is null;
}
