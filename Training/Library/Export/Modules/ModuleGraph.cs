using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The graph of a user's module while its nodes are being written.</summary>
internal sealed class ModuleGraph
{
    private readonly HashSet<string> _values = ["", OnnxNames.Input];
    private readonly Dictionary<nn.Module, string> _paths = [];
    private readonly List<string> _errors = [];
    private int _constants;

    /// <summary>The nodes written so far.</summary>
    public OnnxGraph Nodes { get; } = new("module");

    /// <summary>The errors that prevent the export, in the order of the modules.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The number of tokens, if an embedding reads the module's input; otherwise null.</summary>
    public long? Vocabulary { get; private set; }

    /// <summary>Whether a node or the input produces a value of this name.</summary>
    public bool IsProduced(string value) => _values.Contains(value);

    /// <summary>Records that a value is produced.</summary>
    public string MarkProduced(string value)
    {
        _values.Add(value);
        return value;
    }

    /// <summary>Creates a name for an unnamed constant.</summary>
    public string NextConstant() => $"constant_{++_constants}";

    /// <summary>Records that an embedding reads a value.</summary>
    public void SetVocabulary(string value, long vocabulary)
    {
        if (value == OnnxNames.Input)
            Vocabulary = Math.Min(Vocabulary ?? long.MaxValue, vocabulary);
    }

    /// <summary>Records an error. Writing continues, to find all errors.</summary>
    public void AddError(string error)
    {
        if (!_errors.Contains(error))
            _errors.Add(error);
    }

    /// <summary>Writes the nodes of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">
    /// The path of the module in the network. A module that is used more than once keeps its first path, and its weights are stored once.
    /// </param>
    /// <param name="input">The name of the module's input value.</param>
    /// <returns>The name of the module's output value.</returns>
    public string Write(nn.Module module, string path, string input)
    {
        if (!IsProduced(input))
        {
            throw new ExportException(
                $"Module {path} ({module.GetType().Name}) has input '{input}', which no node produces: pass a name returned by the node builder.");
        }


        if (!_paths.TryGetValue(module, out var modulePath))
            _paths.Add(module, modulePath = MakeUnique(path));
        var nodes = new OnnxNodeBuilder(this, module, modulePath);
        using var scope = NewDisposeScope();
        if (module is IOnnxModule onnxModule)
            return CheckProduced(nodes, onnxModule.WriteOnnx(nodes, input));
        if (!ModuleWriters.TryGet(module.GetType(), out var write))
        {
            AddError(ModuleWriters.ExplainUnsupported(module, nodes.DisplayName));
            return input;
        }

        var errors = ModuleWeightChecks.FindErrors(module, nodes.DisplayName).ToArray();
        foreach (var error in errors)
            AddError(error);
        return errors.Length > 0 ? input : write(nodes, module, input);
    }

    private string CheckProduced(OnnxNodeBuilder nodes, string? output) => output is { Length: > 0 } && IsProduced(output)
        ? output
        : throw new ExportException($"{nodes.DisplayName} returns '{output}', which no node produces: return a name returned by the node builder.");

    // Modules that are not registered share the name of their type.
    private string MakeUnique(string path)
    {
        var unique = path;
        for (var number = 2; _paths.ContainsValue(unique); number++)
            unique = $"{path}#{number}";
        return unique;
    }
}
