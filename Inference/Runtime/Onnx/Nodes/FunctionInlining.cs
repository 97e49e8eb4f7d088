namespace MlNetRecurrent.Onnx;

/// <summary>
/// Replaces the nodes that call functions of a file with the nodes of those functions, so that the guard and the reader see one flat graph:
/// https://onnx.ai/onnx/repo-docs/IR.html#functions. Hosts still receive the original file.
/// </summary>
internal sealed class FunctionInlining
{
    private const int MaxNodes = 20_000;
    private const int MaxDepth = 32;
    // A small file can call a function with long names or many inputs thousands of times.
    private const long MaxCopied = 1 << 25;

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly GraphProto _graph = new();
    private readonly long? _opset;
    private int _calls;
    private long _copied;

    private FunctionInlining(ModelProto model)
    {
        _opset = OperatorSet.Find(model);
        foreach (var function in model.Functions)
        {
            if (!_functions.TryAdd((Domain(function.Domain), function.Name, function.Overload), function))
                throw new RecurrentModelException($"Function '{function.Name}' is defined more than once.");
        }
    }

    /// <summary>Returns a model without functions: the model itself if it has none, otherwise a copy that shares tensors with it.</summary>
    /// <exception cref="RecurrentModelException">
    /// A function calls itself, replaces a standard operator, uses another opset than the file, or the flat graph has too many nodes. The message is
    /// a whole sentence.
    /// </exception>
    public static ModelProto Apply(ModelProto model)
    {
        if (model.Functions.Count == 0)
            return model;
        var inlining = new FunctionInlining(model);
        foreach (var node in model.Graph.Node)
            inlining.Add(node, 0);
        var graph = inlining._graph;
        graph.Name = model.Graph.Name;
        graph.Initializer.AddRange(model.Graph.Initializer);
        graph.SparseInitializer.AddRange(model.Graph.SparseInitializer);
        graph.Input.AddRange(model.Graph.Input);
        graph.Output.AddRange(model.Graph.Output);
        var flat = new ModelProto { IrVersion = model.IrVersion, ProducerName = model.ProducerName, ProducerVersion = model.ProducerVersion };
        flat.Graph = graph;
        flat.OpsetImport.AddRange(model.OpsetImport);
        flat.MetadataProps.AddRange(model.MetadataProps);
        flat.TrainingInfo.AddRange(model.TrainingInfo);
        return flat;
    }

    private void Add(NodeProto node, int depth)
    {
        if (_functions.TryGetValue((Domain(node.Domain), node.OpType, node.Overload), out var function))
            Call(node, function, depth);
        else if (_graph.Node.Count < MaxNodes)
            _graph.Node.Add(node);
        else
            throw new RecurrentModelException($"The graph has more than {MaxNodes:N0} nodes after its functions are expanded.");
    }

    private void Call(NodeProto caller, FunctionProto function, int depth)
    {
        var title = $"Function '{function.Name}'";
        if (depth >= MaxDepth)
            throw new RecurrentModelException($"{title} calls itself, or calls are nested more than {MaxDepth} levels deep.");
        if (++_calls > MaxNodes)
            throw new RecurrentModelException($"The graph calls functions more than {MaxNodes:N0} times.");
        // Hosts may prefer their own operator.
        if (IsOfHost(Domain(function.Domain)))
            throw new RecurrentModelException($"{title} has the domain '{function.Domain}' of built-in operators.");
        if (function.OpsetImport.FirstOrDefault(entry => Domain(entry.Domain).Length == 0) is { } opset && opset.Version != _opset)
            throw new RecurrentModelException($"{title} uses opset {opset.Version}, but the file uses {_opset}: convert it to one opset.");
        if (caller.Input.Count > function.Input.Count || caller.Output.Count > function.Output.Count)
        {
            throw new RecurrentModelException(
                $"{title} has {function.Input.Count} inputs and {function.Output.Count} outputs, but node '{caller.Name}' uses more.");
        }

        Charge(function.Input.Count + function.Output.Count + caller.Attribute.Count + function.AttributeProto.Count);
        var names = new Dictionary<string, string> { [""] = "" };
        for (var index = 0; index < function.Input.Count; index++)
            names[function.Input[index]] = index < caller.Input.Count ? caller.Input[index] : "";
        var passed = new List<(string From, string To)>();
        for (var index = 0; index < caller.Output.Count; index++)
        {
            if (caller.Output[index].Length == 0)
                continue;
            if (!names.TryAdd(function.Output[index], caller.Output[index]))
                passed.Add((names[function.Output[index]], caller.Output[index]));
        }

        var prefix = $"{(caller.Name.Length > 0 ? caller.Name : function.Name)}/{_calls}/";
        var attributes = Attributes(caller, function);
        foreach (var node in function.Node)
            Add(Rename(node, names, prefix, attributes), depth + 1);
        // An output that is an input of the function, or an output that is named twice.
        foreach (var (from, to) in passed)
            Add(new NodeProto { OpType = "Identity", Name = prefix + to, Input = { from }, Output = { to } }, depth + 1);
    }

    private NodeProto Rename(
        NodeProto node, Dictionary<string, string> names, string prefix, Dictionary<string, AttributeProto> attributes)
    {
        Charge(prefix.Length + node.Name.Length + node.Input.Count + node.Output.Count + node.Attribute.Count);
        var renamed = new NodeProto
        {
            OpType = node.OpType,
            Domain = node.Domain,
            Overload = node.Overload,
            Name = node.Name.Length > 0 ? prefix + node.Name : "",
        };
        renamed.Input.AddRange(node.Input.Select(Name));
        renamed.Output.AddRange(node.Output.Select(Name));
        foreach (var attribute in node.Attribute)
        {
            if (!attribute.HasRefAttrName)
                renamed.Attribute.Add(attribute);
            // An attribute that the caller leaves out is left out here, too.
            else if (attributes.TryGetValue(attribute.RefAttrName, out var given))
                renamed.Attribute.Add(WithName(given, attribute.Name));
        }

        return renamed;

        string Name(string name)
        {
            if (names.TryGetValue(name, out var known))
                return known;
            Charge(prefix.Length + name.Length);
            return names[name] = prefix + name;
        }
    }

    // Those of the caller, then the defaults of the function.
    private static Dictionary<string, AttributeProto> Attributes(NodeProto caller, FunctionProto function)
    {
        var attributes = new Dictionary<string, AttributeProto>();
        foreach (var attribute in caller.Attribute.Concat(function.AttributeProto))
            attributes.TryAdd(attribute.Name, attribute);
        return attributes;
    }

    // A shallow copy: tensors are shared.
    private AttributeProto WithName(AttributeProto attribute, string name)
    {
        if (attribute.Name == name)
            return attribute;
        Charge(attribute.Floats.Count + attribute.Ints.Count + attribute.Strings.Count + attribute.Tensors.Count + attribute.Graphs.Count);
        var copy = new AttributeProto { Name = name, Type = attribute.Type };
        if (attribute.HasF)
            copy.F = attribute.F;
        if (attribute.HasI)
            copy.I = attribute.I;
        if (attribute.HasS)
            copy.S = attribute.S;
        if (attribute.T is { } tensor)
            copy.T = tensor;
        if (attribute.HasG)
            copy.G = attribute.G;
        if (attribute.HasTp)
            copy.Tp = attribute.Tp;
        if (attribute.HasSparseTensor)
            copy.SparseTensor = attribute.SparseTensor;
        if (attribute.HasRefAttrName)
            copy.RefAttrName = attribute.RefAttrName;
        copy.Floats.AddRange(attribute.Floats);
        copy.Ints.AddRange(attribute.Ints);
        copy.Strings.AddRange(attribute.Strings);
        copy.Tensors.AddRange(attribute.Tensors);
        copy.Graphs.AddRange(attribute.Graphs);
        copy.SparseTensors.AddRange(attribute.SparseTensors);
        copy.TypeProtos.AddRange(attribute.TypeProtos);
        return copy;
    }

    private void Charge(long count)
    {
        if ((_copied += count) > MaxCopied)
            throw new RecurrentModelException("The functions of the file are far larger than a recurrent network needs after they are expanded.");
    }

    private static bool IsOfHost(string domain) =>
        domain.Length == 0
        || domain.StartsWith("ai.onnx", StringComparison.Ordinal)
        || domain.StartsWith("com.microsoft", StringComparison.Ordinal)
        || domain.StartsWith("com.ms", StringComparison.Ordinal)
        || domain.StartsWith("org.pytorch", StringComparison.Ordinal);

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
