using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Takes the ONNX nodes of one module (opset 17, the standard operators). Every value has a name; each call gives back the name that it made.
/// </summary>
/// <remarks>Operators, their inputs and attributes: https://onnx.ai/onnx/operators/.</remarks>
public sealed class OnnxNodeBuilder
{
    private readonly ModuleGraph _graph;
    private readonly nn.Module _module;

    internal OnnxNodeBuilder(ModuleGraph graph, nn.Module module, string path)
    {
        _graph = graph;
        _module = module;
        Path = path;
    }

    /// <summary>Where the module stands in the network: <c>2.inner</c>; empty for the network itself.</summary>
    internal string Path { get; }

    /// <summary>How messages call the module: <c>2.inner (Gate)</c>.</summary>
    internal string DisplayName => Path.Length == 0 ? _module.GetType().Name : $"{Path} ({_module.GetType().Name})";

    /// <summary>Adds a node without attributes.</summary>
    /// <param name="operation">The operator: <c>Relu</c>.</param>
    /// <param name="inputs">Names of values; an empty name leaves an optional input out.</param>
    /// <returns>The name of its first output.</returns>
    /// <exception cref="ExportException">Nothing has made an input of that name.</exception>
    public string AddNode(string operation, params string[] inputs) => AddNode(operation, inputs, []);

    /// <summary>Adds a node with attributes: <c>nodes.Node("Concat", [x, y], ("axis", -1))</c>.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">Names of values; an empty name leaves an optional input out.</param>
    /// <param name="attributes">Names and values: an int, long, float, double, string, or a list of int, long, float or string.</param>
    /// <returns>The name of its first output.</returns>
    /// <exception cref="ExportException">Nothing has made an input of that name, or an attribute is of another type.</exception>
    public string AddNode(string operation, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(attributes);
        foreach (var input in inputs.Where(input => !_graph.IsProduced(input)))
            throw new ExportException($"Node {operation} of {DisplayName} reads '{input}', which nothing has made: give it names that the writer returned.");
        var written = attributes.Select(attribute => OnnxAttributes.TryCreate(attribute.Name, attribute.Value)
            ?? throw new ExportException(
                $"Attribute '{attribute.Name}' of node {operation} of {DisplayName} is a {attribute.Value?.GetType().Name ?? "null"}: expected int, long, float, double, string, or a list of int, long, float or string."));
        return _graph.MarkProduced(_graph.Nodes.AddNode(operation, [.. inputs], null, [.. written]));
    }

    /// <summary>Adds a constant that holds a tensor's numbers as they are now: a parameter, a buffer, a shape.</summary>
    /// <param name="tensor">Float32, Int64, Int32 or Bool, of any shape.</param>
    /// <returns>The name of the constant.</returns>
    /// <exception cref="ExportException">The tensor is of another type.</exception>
    public string AddConstant(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return AddConstant(_graph.NextConstant(), tensor);
    }

    /// <summary>Adds the nodes of another module, as a child of this one.</summary>
    /// <param name="child">The module: one that is supported, or that implements <see cref="IOnnxModule"/>.</param>
    /// <param name="input">The name of the value that it is given.</param>
    /// <returns>The name of the value that it gives. Faults of the child are reported by the export, all at once.</returns>
    public string AddModule(nn.Module<Tensor, Tensor> child, string input)
    {
        ArgumentNullException.ThrowIfNull(child);
        return _graph.Write(child, ChildPath(child), input);
    }

    /// <summary>A weight of the module, written once however often the module is used.</summary>
    internal string AddWeight(string name, Tensor tensor)
    {
        name = $"{WeightPrefix}.{name}";
        return _graph.Nodes.HasConstant(name) ? name : AddConstant(name, tensor);
    }

    /// <summary>What the names of the module's weights begin with.</summary>
    internal string WeightPrefix => Path.Length == 0 ? "module" : Path;

    /// <summary>The graph that the nodes go into.</summary>
    internal ModuleGraph Graph => _graph;

    private string AddConstant(string name, Tensor tensor)
    {
        using var numbers = tensor.detach().cpu().contiguous();
        var type = numbers.dtype switch
        {
            ScalarType.Float32 => TensorProto.Types.DataType.Float,
            ScalarType.Int64 => TensorProto.Types.DataType.Int64,
            ScalarType.Int32 => TensorProto.Types.DataType.Int32,
            ScalarType.Bool => TensorProto.Types.DataType.Bool,
            _ => throw new ExportException($"A constant of {DisplayName} is {numbers.dtype}: expected Float32, Int64, Int32 or Bool."),
        };
        return _graph.MarkProduced(_graph.Nodes.AddConstant(name, type, numbers.bytes, tensor.shape));
    }

    // The name under which it was registered here, however deep: "blocks.0" in a ModuleList.
    private string ChildPath(nn.Module child)
    {
        var name = _module.named_modules().FirstOrDefault(entry => ReferenceEquals(entry.module, child)).name ?? child.GetType().Name;
        return Path.Length == 0 ? name : $"{Path}.{name}";
    }
}
