using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Adds the ONNX nodes of one module (opset 17, standard operators). Every value has a name; each method returns the name of the value that it adds.
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

    /// <summary>The path of the module in the network, such as <c>2.inner</c>; empty for the outermost module.</summary>
    internal string Path { get; }

    /// <summary>The name of the module in messages, such as <c>2.inner (Gate)</c>.</summary>
    internal string DisplayName => Path.Length == 0 ? _module.GetType().Name : $"{Path} ({_module.GetType().Name})";

    /// <summary>Adds a node without attributes.</summary>
    /// <param name="operation">The operator, such as <c>Relu</c>.</param>
    /// <param name="inputs">The names of the input values; an empty name omits an optional input.</param>
    /// <returns>The name of the node's first output.</returns>
    /// <exception cref="ExportException">An input is not the name of a value.</exception>
    public string AddNode(string operation, params string[] inputs) => AddNode(operation, inputs, []);

    /// <summary>Adds a node with attributes: <c>nodes.AddNode("Concat", [x, y], ("axis", -1))</c>.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of the input values; an empty name omits an optional input.</param>
    /// <param name="attributes">
    /// The names and values of the attributes: an int, long, float, double, string, or a list of int, long, float or string.
    /// </param>
    /// <returns>The name of the node's first output.</returns>
    /// <exception cref="ExportException">An input is not the name of a value, or an attribute has an unsupported type.</exception>
    public string AddNode(string operation, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(attributes);
        foreach (var input in inputs.Where(input => !_graph.IsProduced(input)))
        {
            throw new ExportException(
                $"Node {operation} of {DisplayName} has input '{input}', which no node produces: pass names returned by the node builder.");
        }

        var written = attributes.Select(attribute => OnnxAttributes.TryCreate(attribute.Name, attribute.Value)
            ?? throw new ExportException(
                $"Attribute '{attribute.Name}' of node {operation} of {DisplayName} has type {attribute.Value?.GetType().Name ?? "null"}: "
                + "expected int, long, float, double, string, or a list of int, long, float or string."));
        return _graph.MarkProduced(_graph.Nodes.AddNode(operation, [.. inputs], null, [.. written]));
    }

    /// <summary>Adds a constant with the current values of a tensor, such as a parameter, a buffer or a shape.</summary>
    /// <param name="tensor">A tensor of type Float32, Int64, Int32 or Bool, of any shape.</param>
    /// <returns>The name of the constant.</returns>
    /// <exception cref="ExportException">The tensor has another type.</exception>
    public string AddConstant(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return AddConstant(_graph.NextConstant(), tensor);
    }

    /// <summary>Adds the nodes of another module, as a child of this one.</summary>
    /// <param name="child">The child: a module of a supported type, or one that implements <see cref="IOnnxModule"/>.</param>
    /// <param name="input">The name of the child's input value.</param>
    /// <returns>The name of the child's output value. Errors of the child are reported by the export, together with all others.</returns>
    public string AddModule(nn.Module<Tensor, Tensor> child, string input)
    {
        ArgumentNullException.ThrowIfNull(child);
        return _graph.Write(child, ChildPath(child), input);
    }

    /// <summary>Adds the nodes of an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c> of TorchSharp, as a child of this module.</summary>
    /// <param name="child">The child.</param>
    /// <param name="input">
    /// The name of the child's input value: [batch, time, input] if the child is batch-first, otherwise [time, batch, input].
    /// </param>
    /// <returns>
    /// The name of the child's output at every step, with the axes in the order of the input. In a forward layer, the final hidden state is the last
    /// step: <c>nodes.AddModule(new LastStep(), output)</c>.
    /// </returns>
    public string AddModule(nn.Module child, string input)
    {
        ArgumentNullException.ThrowIfNull(child);
        return _graph.Write(child, ChildPath(child), input);
    }

    /// <summary>Adds a weight of the module, once even if the module is used more than once.</summary>
    internal string AddWeight(string name, Tensor tensor)
    {
        name = $"{WeightPrefix}.{name}";
        return _graph.Nodes.HasConstant(name) ? name : AddConstant(name, tensor);
    }

    /// <summary>The prefix of the names of the module's weights.</summary>
    internal string WeightPrefix => Path.Length == 0 ? "module" : Path;

    /// <summary>The graph that the nodes are added to.</summary>
    internal ModuleGraph Graph => _graph;

    private string AddConstant(string name, Tensor tensor)
    {
        using var values = tensor.detach().cpu().contiguous();
        var type = values.dtype switch
        {
            ScalarType.Float32 => TensorProto.Types.DataType.Float,
            ScalarType.Int64 => TensorProto.Types.DataType.Int64,
            ScalarType.Int32 => TensorProto.Types.DataType.Int32,
            ScalarType.Bool => TensorProto.Types.DataType.Bool,
            _ => throw new ExportException($"A constant of {DisplayName} has type {values.dtype}: expected Float32, Int64, Int32 or Bool."),
        };
        return _graph.MarkProduced(_graph.Nodes.AddConstant(name, type, values.bytes, tensor.shape));
    }

    // The name under which the child is registered in this module, at any depth: "blocks.0" in a ModuleList.
    private string ChildPath(nn.Module child)
    {
        var name = _module.named_modules().FirstOrDefault(entry => ReferenceEquals(entry.module, child)).name ?? child.GetType().Name;
        return Path.Length == 0 ? name : $"{Path}.{name}";
    }
}
