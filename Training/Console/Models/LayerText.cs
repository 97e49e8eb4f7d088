namespace MlNetRecurrent.Console;

/// <summary>The parts around the recurrent layers of a network as text.</summary>
internal static class LayerText
{
    /// <summary>Describes a linear layer or a convolution.</summary>
    public static string Describe(LinearLayerDescription layer)
    {
        var kind = layer.KernelSize > 1
            ? Text($"convolution over {layer.KernelSize} steps{Padding(layer)}, ")
            : "linear, ";
        var activation = layer.Activation == ActivationFunction.Identity ? "" : $", {layer.Activation}";
        return Text($"{kind}{layer.InputSize} to {layer.OutputSize}{activation}");
    }

    /// <summary>Describes linear layers, first to last; null if there are none.</summary>
    public static string? DescribeAll(IReadOnlyList<LinearLayerDescription> layers) =>
        layers.Count == 0 ? null : string.Join("; ", layers.Select(Describe));

    /// <summary>Describes how cells differ from the standard ones, after a comma; empty if they do not.</summary>
    public static string Describe(CellVariant? variant)
    {
        if (variant is null)
            return "";
        string?[] parts =
        [
            variant.Gate == ActivationFunction.Sigmoid ? null : $"gates {variant.Gate}",
            variant.Candidate == ActivationFunction.Tanh ? null : $"candidate {variant.Candidate}",
            variant.Output == ActivationFunction.Tanh ? null : $"cell state {variant.Output}",
            variant.Clip is { } clip ? Text($"clip {clip}") : null,
            variant.CouplesForgetGate ? "coupled forget gate" : null,
            variant.HasPeepholes ? "peepholes" : null,
        ];
        return string.Concat(parts.OfType<string>().Select(part => $", {part}"));
    }

    /// <summary>Describes the layers of the head before its output layer; null if there are none.</summary>
    public static string? DescribeHead(NetworkDescription network)
    {
        var layers = DescribeAll(network.HeadLayers);
        return !network.HasHeadNormalization ? layers : layers is null ? "layer normalization" : $"layer normalization; {layers}";
    }

    /// <summary>Describes the bounds of forecasts; null if there are none.</summary>
    public static string? DescribeBounds(ForecastDescription forecast) => (forecast.Minimum, forecast.Maximum) switch
    {
        ({ } low, { } high) => Text($"{low} to {high}"),
        ({ } low, null) => Text($"at least {low}"),
        (null, { } high) => Text($"at most {high}"),
        _ => null,
    };

    private static string Padding(LinearLayerDescription layer) => layer is { PaddingBefore: 0, PaddingAfter: 0 }
        ? ""
        : Text($", {layer.PaddingBefore} before and {layer.PaddingAfter} after");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
