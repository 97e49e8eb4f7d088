using static System.FormattableString;

namespace MlNetRecurrent;

/// <summary>Describes the layers of a network in words.</summary>
internal static class LayerText
{
    /// <summary>Describes all layers, such as <c>convolution 8 over 3 steps relu -> LSTM 16 bidirectional -> GRU 4, head: 32 tanh</c>.</summary>
    public static string Describe(NetworkDescription network)
    {
        var layers = network.Layers.SelectMany(layer => layer.InputLayers.Select(Describe).Append(Describe(layer)));
        var head = network.HeadLayers.Select(layer => Invariant($"{layer.OutputSize}{Function(layer.Activation)}"));
        return string.Join(" -> ", layers) + (network.HeadLayers.Count == 0 ? "" : $", head: {string.Join(" -> ", head)}");
    }

    private static string Describe(LinearLayerDescription layer) => layer.KernelSize > 1
        ? Invariant($"convolution {layer.OutputSize} over {layer.KernelSize} steps{Function(layer.Activation)}")
        : Invariant($"linear {layer.OutputSize}{Function(layer.Activation)}");

    private static string Describe(LayerDescription layer)
    {
        var direction = layer.Direction == SequenceDirection.Forward ? "" : $" {layer.Direction.ToString().ToLowerInvariant()}";
        var variant = layer.Variant is null ? "" : $" ({string.Join(", ", Describe(layer.Cell, layer.Variant).DefaultIfEmpty("standard cell"))})";
        return Invariant($"{layer.Cell.DisplayName} {layer.HiddenSize}{direction}{variant}");
    }

    // What differs from the standard cell.
    private static IEnumerable<string> Describe(RecurrentCell cell, CellVariant variant)
    {
        var standard = new CellVariant();
        if (cell.GateCount > 0 && variant.Gate != standard.Gate)
            yield return $"gates {variant.Gate}";
        if (variant.Candidate != standard.Candidate)
            yield return $"candidate {variant.Candidate}";
        if (cell.HasCellState && variant.Output != standard.Output)
            yield return $"output {variant.Output}";
        if (variant.Clip is { } clip)
            yield return Invariant($"clip {clip}");
        if (variant.CouplesForgetGate)
            yield return "coupled forget gate";
        if (variant.HasPeepholes)
            yield return "peepholes";
    }

    private static string Function(ActivationFunction function) => function == ActivationFunction.Identity ? "" : $" {function}";
}
