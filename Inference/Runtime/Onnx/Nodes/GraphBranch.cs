namespace MlNetRecurrent.Onnx;

/// <summary>
/// The branch of an If node that a known condition chooses, as nodes of the outer graph. Exporters write such nodes for operators whose result
/// depends on a size, such as PyTorch's squeeze.
/// </summary>
/// <param name="Nodes">The nodes; the last ones give the outputs of the If node.</param>
/// <param name="Constants">The constants of the branch, by their new names.</param>
internal sealed record GraphBranch(IReadOnlyList<NodeProto> Nodes, IReadOnlyList<(string Name, TensorProto Tensor)> Constants)
{
    /// <summary>Reads a branch; its values get new names, so that they differ from those of the outer graph.</summary>
    /// <param name="node">The If node.</param>
    /// <param name="condition">Which branch is read.</param>
    /// <param name="isChosen">Whether the branch gives the outputs of the node; those of the other branch get new names, too.</param>
    /// <exception cref="RecurrentModelException">There is no such branch, or it is damaged. The message is a fragment.</exception>
    public static GraphBranch Read(NodeProto node, bool condition, bool isChosen = true)
    {
        var attribute = node.Attribute.FirstOrDefault(attribute => attribute.Name == (condition ? "then_branch" : "else_branch"));
        if (attribute is not { HasG: true })
            throw new RecurrentModelException("has no graph for its condition");
        var graph = FileScan.ParseGraph(attribute.G);
        if (graph.Output.Count < node.Output.Count || graph.Input.Count > 0 || graph.SparseInitializer.Count > 0)
            throw new RecurrentModelException("holds a graph whose inputs or outputs do not match the node");
        // Names of nodes need not be unique; those of values are.
        var prefix = $"{node.Output.FirstOrDefault(output => output.Length > 0)}/{(condition ? "then" : "else")}/";
        // Other names are values of the outer graph.
        var names = new Dictionary<string, string>();
        foreach (var name in graph.Initializer.Select(tensor => tensor.Name).Concat(graph.Node.SelectMany(inner => inner.Output)))
        {
            if (name.Length > 0 && !names.TryAdd(name, prefix + name))
                throw new RecurrentModelException($"holds a graph in which '{name}' is defined more than once");
        }

        var nodes = graph.Node.Select(inner => Rename(inner, names)).ToList();
        for (var index = 0; index < node.Output.Count; index++)
        {
            var name = graph.Output[index].Name;
            var output = isChosen ? node.Output[index] : $"{prefix}output {index}";
            nodes.Add(new NodeProto { OpType = "Identity", Input = { names.GetValueOrDefault(name, name) }, Output = { output } });
        }

        return new GraphBranch(nodes, [.. graph.Initializer.Select(tensor => (names[tensor.Name], tensor))]);
    }

    private static NodeProto Rename(NodeProto node, Dictionary<string, string> names)
    {
        var renamed = new NodeProto { OpType = node.OpType, Domain = node.Domain, Overload = node.Overload, Name = node.Name };
        renamed.Attribute.AddRange(node.Attribute);
        renamed.Input.AddRange(node.Input.Select(name => names.GetValueOrDefault(name, name)));
        renamed.Output.AddRange(node.Output.Select(name => names.GetValueOrDefault(name, name)));
        return renamed;
    }
}
