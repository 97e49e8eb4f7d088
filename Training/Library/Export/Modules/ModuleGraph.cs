using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The graph of a user's network while its modules write themselves into it.</summary>
internal sealed class ModuleGraph
{
    private readonly HashSet<string> _made = ["", OnnxNames.Input];
    private readonly Dictionary<nn.Module, string> _paths = [];
    private readonly List<string> _faults = [];
    private int _constants;

    /// <summary>The nodes so far.</summary>
    public OnnxGraph Nodes { get; } = new("module");

    /// <summary>What cannot be exported, in the order of the network.</summary>
    public IReadOnlyList<string> Errors => _faults;

    /// <summary>How many tokens there are, where an embedding reads the network's input; else null.</summary>
    public long? Vocabulary { get; private set; }

    /// <summary>Whether there is a value of that name.</summary>
    public bool IsProduced(string value) => _made.Contains(value);

    /// <summary>Takes note of a value.</summary>
    public string MarkProduced(string value)
    {
        _made.Add(value);
        return value;
    }

    /// <summary>A name for a constant that has none of its own.</summary>
    public string NextConstant() => $"constant_{++_constants}";

    /// <summary>Takes note that an embedding reads a value.</summary>
    public void SetVocabulary(string value, long vocabulary)
    {
        if (value == OnnxNames.Input)
            Vocabulary = Math.Min(Vocabulary ?? long.MaxValue, vocabulary);
    }

    /// <summary>Takes note of what cannot be exported; writing goes on, to find the rest.</summary>
    public void AddError(string fault)
    {
        if (!_faults.Contains(fault))
            _faults.Add(fault);
    }

    /// <summary>Writes a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Where it stands: one that was written before keeps its first place, and with it its weights.</param>
    /// <param name="input">The name of the value that it is given.</param>
    /// <returns>The name of the value that it gives.</returns>
    public string Write(nn.Module<Tensor, Tensor> module, string path, string input)
    {
        if (!IsProduced(input))
            throw new ExportException($"Module {path} ({module.GetType().Name}) is given '{input}', which nothing has made: give it a name that the writer returned.");
        if (!_paths.TryGetValue(module, out var known))
            _paths.Add(module, known = Unused(path));
        var nodes = new OnnxNodeBuilder(this, module, known);
        using var scope = NewDisposeScope();
        if (module is IOnnxModule own)
            return Given(nodes, own.WriteOnnx(nodes, input));
        if (!ModuleWriters.TryGet(module.GetType(), out var write))
        {
            AddError(ModuleWriters.ExplainUnsupported(module, nodes.DisplayName));
            return input;
        }

        var faults = ModuleWeightChecks.FindErrors(module, nodes.DisplayName).ToArray();
        foreach (var fault in faults)
            AddError(fault);
        return faults.Length > 0 ? input : write(nodes, module, input);
    }

    private string Given(OnnxNodeBuilder nodes, string? output) => output is { Length: > 0 } && IsProduced(output)
        ? output
        : throw new ExportException($"{nodes.DisplayName} gives '{output}', which nothing has made: return a name that the writer returned.");

    // Modules that were not registered have no name of their own.
    private string Unused(string path)
    {
        var unused = path;
        for (var number = 2; _paths.ContainsValue(unused); number++)
            unused = $"{path}#{number}";
        return unused;
    }
}
