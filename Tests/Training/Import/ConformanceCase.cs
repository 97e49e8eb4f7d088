using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>One of the ONNX project's node tests: a model, what to feed it (weights too), and what comes out.</summary>
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

    /// <summary>Opens a case, or skips the test where the node tests are not there.</summary>
    public static ConformanceCase Open(string name)
    {
        var folder = Root() is { } root ? Path.Combine(root, name) : null;
        Assert.SkipUnless(
            Directory.Exists(folder),
            $"The ONNX project's node tests are not here: set {Variable} to their folder, or put them into ../shared/onnx-conformance/node beside the repository.");
        return new ConformanceCase(folder!);
    }

    /// <summary>What the inputs of the graph are fed, by name.</summary>
    public IReadOnlyDictionary<string, TensorProto> Inputs => Tensors("input", Model.Graph.Input.Select(input => input.Name));

    /// <summary>What the outputs are expected to be, by name.</summary>
    public IReadOnlyDictionary<string, TensorProto> Outputs => Tensors("output", Model.Graph.Output.Select(output => output.Name));

    private Dictionary<string, TensorProto> Tensors(string kind, IEnumerable<string> names) => names
        .Select((name, index) => (name, TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_folder, "test_data_set_0", $"{kind}_{index}.pb")))))
        .ToDictionary(entry => entry.name, entry => entry.Item2);

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told)
            return told;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetRecurrent.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "onnx-conformance", "node");
        }

        return null;
    }
}
