namespace MlNetRecurrent.Onnx;

/// <summary>What a user should know before trusting what was read.</summary>
internal static class GraphWarnings
{
    public static IEnumerable<string> Collect(ModelProto model, long? newerOpset, LayerStack layers, IReadOnlyList<InputBinding> inputs)
    {
        if (newerOpset is { } opset)
            yield return $"The file means opset {opset}, which is newer than what this reader was checked with.";
        var isPyTorch = model.ProducerName.Contains("pytorch", StringComparison.OrdinalIgnoreCase);
        foreach (var node in layers.Nodes)
        {
            if (isPyTorch && node.Cell == RecurrentCell.GruResetBefore)
            {
                yield return $"GRU node '{node.Name}' has no linear_before_reset=1, but PyTorch's GRU applies its reset gate after the recurrent product: "
                    + "PyTorch's dynamo exporter left the attribute out, so the file, and with it the import, may give other numbers than the original module.";
            }

            var read = layers.Layers.SelectMany(layer => layer).Count(entry => entry.Node == node);
            if (read < node.Directions.Count)
                yield return $"Only one direction of node '{node.Name}' is read: the other one is left out.";
        }

        foreach (var input in inputs.Where(input => input.Kind == InputKind.Unused))
            yield return $"Input '{input.Name}' reaches no output: it is left out.";
    }
}
