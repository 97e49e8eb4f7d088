namespace MlNetRecurrent.Onnx;

/// <summary>Warnings for the user about possible differences between the network and the original graph.</summary>
internal static class GraphWarnings
{
    public static IEnumerable<string> OfOutputs(OutputChoice outputs) =>
        outputs.LeftOut.Select(output => $"Output '{output.Name}' holds {output.Content} and is left out.");

    public static IEnumerable<string> Collect(ModelProto model, long? newerOpset, LayerStack layers, IReadOnlyList<InputBinding> inputs)
    {
        if (newerOpset is { } opset)
            yield return $"The file uses opset {opset}, which is newer than the versions that this reader was tested with.";
        var isPyTorch = model.ProducerName.Contains("pytorch", StringComparison.OrdinalIgnoreCase);
        foreach (var node in layers.Nodes)
        {
            if (isPyTorch && node.Cell == RecurrentCell.GruResetBefore)
            {
                yield return
                    $"GRU node '{node.Name}' has no linear_before_reset=1, but PyTorch's GRU applies its reset gate after the recurrent product: "
                    + "PyTorch's dynamo exporter left the attribute out, so the file, and with it the import, "
                    + "may produce different values than the original module.";
            }

            var used = layers.Layers.SelectMany(layer => layer).Count(entry => entry.Node == node);
            if (used < node.Directions.Count)
                yield return $"Only one direction of node '{node.Name}' is used; the other one is left out.";
        }

        foreach (var input in inputs.Where(input => input.Kind == InputKind.Unused))
            yield return $"Input '{input.Name}' does not affect any output and is left out.";
    }
}
