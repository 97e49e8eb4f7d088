using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>One of the ONNX project's node tests: a model, its inputs (including weights), and the expected outputs.</summary>
internal sealed class ConformanceCase
{
    private const string Variable = "MLNETRECURRENT_CONFORMANCE";
    private readonly string _folder;

    private ConformanceCase(string folder)
    {
        _folder = folder;
        Model = OnnxFile.Parse(File.ReadAllBytes(Path.Combine(folder, "model.onnx")), Path.GetFileName(folder));
    }

    public ModelProto Model { get; }

    /// <summary>Opens a case, or skips the test if the node tests are not available.</summary>
    public static ConformanceCase Open(string name)
    {
        var folder = Root() is { } root ? Path.Combine(root, name) : null;
        Assert.SkipUnless(
            Directory.Exists(folder),
            $"The ONNX project's node tests are not available: set {Variable} to their folder, "
                + "or put them into ../shared/onnx-conformance/node next to the repository.");
        return new ConformanceCase(folder!);
    }

    /// <summary>The inputs of the graph, by name.</summary>
    public IReadOnlyDictionary<string, TensorProto> Inputs => Tensors("input", Model.Graph.Input.Select(input => input.Name));

    /// <summary>The expected outputs of the graph, by name.</summary>
    public IReadOnlyDictionary<string, TensorProto> Outputs => Tensors("output", Model.Graph.Output.Select(output => output.Name));

    private Dictionary<string, TensorProto> Tensors(string kind, IEnumerable<string> names) => names
        .Select((name, index) => (Name: name, Bytes: File.ReadAllBytes(Path.Combine(_folder, "test_data_set_0", $"{kind}_{index}.pb"))))
        .ToDictionary(entry => entry.Name, entry => TensorProto.Parser.ParseFrom(entry.Bytes));

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root)
            return root;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetRecurrent.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "onnx-conformance", "node");
        }

        return null;
    }
}
