using System.Security.Cryptography;
using System.Text.Json;

namespace MlNetRecurrent.Hosts;

/// <summary>The expected outputs of one exported file.</summary>
/// <param name="Model">The name of the file.</param>
/// <param name="Sha256">The hash of the file, for which alone the outputs are valid.</param>
/// <param name="Command">The command that created the golden.</param>
/// <param name="Runtime">The runtime that computed the outputs.</param>
/// <param name="Cases">The test cases.</param>
internal sealed record Golden(string Model, string Sha256, string Command, string Runtime, IReadOnlyList<GoldenCase> Cases)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether the golden was created from a file.</summary>
    public bool IsForFile(string file) => Sha256 == ComputeHash(file);

    /// <summary>Returns the hash of a file.</summary>
    public static string ComputeHash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Reads a golden file.</summary>
    public static Golden Read(string path) => JsonSerializer.Deserialize<Golden>(File.ReadAllBytes(path), Json)!;

    /// <summary>Writes a golden file with one tensor per line, so that it can be read and compared.</summary>
    public void Write(string path)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine("{");
        writer.WriteLine($"  \"model\": {Text(Model)},");
        writer.WriteLine($"  \"sha256\": {Text(Sha256)},");
        writer.WriteLine($"  \"command\": {Text(Command)},");
        writer.WriteLine($"  \"runtime\": {Text(Runtime)},");
        writer.WriteLine("  \"cases\": [");
        writer.WriteLine(string.Join(",\n", Cases.Select(@case =>
            $"    {{\n      \"name\": {Text(@case.Name)},\n      \"inputs\": [\n{Lines(@case.Inputs)}\n      ],\n"
            + $"      \"outputs\": [\n{Lines(@case.Outputs)}\n      ]\n    }}")));
        writer.WriteLine("  ]");
        writer.WriteLine("}");
    }

    private static string Lines(IEnumerable<GoldenTensor> tensors) => string.Join(",\n", tensors.Select(tensor => $"        {Text(tensor)}"));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
