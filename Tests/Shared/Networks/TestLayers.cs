namespace MlNetRecurrent.Tests;

/// <summary>Recurrent layers for the networks of tests.</summary>
internal static class TestLayers
{
    /// <summary>Creates a stack of layers that differ in their input size only.</summary>
    public static IReadOnlyList<LayerDescription> Stack(
        RecurrentCell cell, int input, int hidden, int layers = 1, SequenceDirection direction = SequenceDirection.Forward, bool bias = true)
    {
        var width = hidden * (direction == SequenceDirection.Bidirectional ? 2 : 1);
        return [.. Enumerable.Range(0, layers).Select(index => new LayerDescription
        {
            Cell = cell,
            InputSize = index == 0 ? input : width,
            HiddenSize = hidden,
            Direction = direction,
            HasBias = bias,
        })];
    }
}
