using System.Text.Json;

namespace MlNetRecurrent.Tests;

/// <summary>A model that another program wrote.</summary>
public sealed class ForeignFile
{
    internal ForeignFile(string folder, string name)
    {
        Name = name;
        Path = System.IO.Path.Combine(folder, $"{name}.onnx");
        var values = System.IO.Path.Combine(folder, $"{name}.json");
        if (!File.Exists(values))
            return;
        using var document = JsonDocument.Parse(File.ReadAllBytes(values));
        Inputs = ReadTensors(document.RootElement.GetProperty("inputs"));
        Outputs = ReadTensors(document.RootElement.GetProperty("outputs"));
    }

    public string Name { get; }

    public string Path { get; }

    public byte[] Bytes => field ??= File.ReadAllBytes(Path);

    /// <summary>The given inputs, in the order of the file; empty for a model of a public project.</summary>
    public IReadOnlyList<ForeignTensor> Inputs { get; } = [];

    /// <summary>The outputs that ONNX Runtime computes from <see cref="Inputs"/>; empty for a model of a public project.</summary>
    public IReadOnlyList<ForeignTensor> Outputs { get; } = [];

    public override string ToString() => Name;

    private static IReadOnlyList<ForeignTensor> ReadTensors(JsonElement tensors) =>
    [
        .. tensors.EnumerateObject().Select(tensor => new ForeignTensor(
            tensor.Name,
            tensor.Value.TryGetProperty("type", out var type) ? type.GetString()! : "float32",
            [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())],
            [.. tensor.Value.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())])),
    ];
}
