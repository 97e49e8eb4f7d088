using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Describes any ONNX file in a few lines: producer, inputs and outputs, recurrent nodes, and whether the file can be imported.
/// </summary>
internal static class RecurrentStructure
{
    private const int MaxNodes = 256;

    /// <summary>Returns the lines. A damaged file does not cause an exception; the lines describe the problem.</summary>
    /// <param name="model">The file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <param name="permission">How the user allows any graph, such as the option of the console.</param>
    public static IReadOnlyList<string> Describe(ModelProto model, string name, string permission = "--allow-any-graph")
    {
        model = Inline(model);
        var lines = new List<string> { File(model) };
        var initializers = new Dictionary<string, TensorProto>();
        foreach (var initializer in model.Graph.Initializer)
            initializers.TryAdd(initializer.Name, initializer);
        lines.AddRange(model.Graph.Input.Where(input => !initializers.ContainsKey(input.Name)).Select(input => $"input {Value(input)}"));
        lines.AddRange(model.Graph.Input.Where(input => initializers.ContainsKey(input.Name)).Select(input => $"optional input {Value(input)}"));
        var nodes = model.Graph.Node.Where(node => node.OpType is "RNN" or "LSTM" or "GRU").ToList();
        lines.AddRange(nodes.Take(MaxNodes).Select(node => Node(node, initializers)));
        if (nodes.Count > MaxNodes)
            lines.Add($"and {nodes.Count - MaxNodes} more recurrent nodes");
        lines.AddRange(model.Graph.Output.Select(output => $"output {Value(output)}"));
        lines.AddRange(Import(model, name, permission));
        return lines;
    }

    private static string File(ModelProto model)
    {
        var producer = model.ProducerName.Length > 0 ? $"{model.ProducerName} {model.ProducerVersion}".TrimEnd() : "unknown";
        var opset = OperatorSet.Find(model) is { } version ? FormattableString.Invariant($"{version}") : "unknown";
        return FormattableString.Invariant($"producer {producer}, IR {model.IrVersion}, opset {opset}, {model.Graph.Node.Count} nodes");
    }

    private static string Value(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
            return $"{value.Name}: not a tensor";
        var dimensions = tensor.Shape?.Dim.Select(dimension => dimension.HasDimValue
            ? FormattableString.Invariant($"{dimension.DimValue}")
            : dimension.DimParam.Length > 0 ? dimension.DimParam : "?");
        return $"{value.Name}: {(DataType)tensor.ElemType} {(dimensions is null ? "of unknown shape" : $"[{string.Join(", ", dimensions)}]")}";
    }

    private static string Node(NodeProto node, Dictionary<string, TensorProto> initializers)
    {
        var direction = node.Attribute.FirstOrDefault(attribute => attribute.Name == "direction")?.S.ToStringUtf8() ?? "forward";
        var input = Weight(1) is { Dims: [_, _, var columns] } ? FormattableString.Invariant($"{columns}") : "?";
        var hidden = node.Attribute.FirstOrDefault(attribute => attribute.Name == "hidden_size")?.I
            ?? (Weight(2) is { Dims: [_, _, var units] } ? units : null);
        var others = node.Attribute.Where(attribute => attribute.Name is not ("direction" or "hidden_size")).Select(attribute => attribute.HasI
            ? FormattableString.Invariant($"{attribute.Name} {attribute.I}")
            : attribute.Name);
        string[] parts =
        [
            $"input {input}",
            FormattableString.Invariant($"hidden {(object?)hidden ?? "?"}"),
            direction,
            HasInput(3) ? "bias" : "no bias",
            .. HasInput(7) ? ["peepholes"] : Array.Empty<string>(),
            .. others,
        ];
        return $"{node.OpType} '{node.Name}': {string.Join(", ", parts)}";

        bool HasInput(int index) => index < node.Input.Count && node.Input[index].Length > 0;

        TensorProto? Weight(int index) => HasInput(index) ? initializers.GetValueOrDefault(node.Input[index]) : null;
    }

    private static ModelProto Inline(ModelProto model)
    {
        try
        {
            return FunctionInlining.Apply(model);
        }
        catch (RecurrentModelException)
        {
            // The last line gives the reason.
            return model;
        }
    }

    private static IEnumerable<string> Import(ModelProto model, string name, string permission)
    {
        if (FindExported(model, name) is { } network)
            return [$"can be imported: {NetworkText.Describe(network)}"];
        // Importing compares the network with the file in ONNX Runtime, which the guard has to allow.
        var refusal = FindRefusal(model);
        try
        {
            var graph = RecurrentGraphReader.Read(model, name);
            var summary = NetworkText.Describe(graph.Network);
            return
            [
                refusal is null ? $"can be imported: {summary}" : $"can be imported with {permission}: {summary}",
                .. refusal is null ? Array.Empty<string>() : [$"without {permission}, it is rejected: {refusal}"],
                .. graph.Warnings.Select(warning => $"warning: {warning}"),
            ];
        }
        catch (RecurrentModelException exception)
        {
            var reason = exception.InnerException?.Message ?? exception.Message;
            // A file that the guard rejects for another reason may be damaged.
            return refusal is null ? [$"cannot be imported: {reason.TrimEnd('.')}; ONNX Runtime scores it"]
                : model.Graph.Node.Any(node => node.OpType is "If" or "Loop" or "Scan")
                    ? [$"cannot be imported: {reason.TrimEnd('.')}; ONNX Runtime scores it with {permission}"]
                : [$"cannot be imported: {reason}"];
        }
    }

    private static string? FindRefusal(ModelProto model)
    {
        try
        {
            _ = GraphGuard.Check(model);
            return null;
        }
        catch (RecurrentModelException exception)
        {
            return exception.Message;
        }
    }

    private static NetworkDescription? FindExported(ModelProto model, string name)
    {
        try
        {
            var exported = ExportedFile.Recognize(model, OnnxFile.TryReadCard(model, name));
            _ = exported?.ReadWeights(name);
            return exported?.Card.Network;
        }
        catch (RecurrentModelException)
        {
            // The card or a weight is damaged; RecurrentGraphReader reports the details.
            return null;
        }
    }
}
