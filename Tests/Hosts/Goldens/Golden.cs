using System.Security.Cryptography;
using System.Text.Json;

namespace MlNetRecurrent.Hosts;

/// <summary>The numbers that one exported file gives.</summary>
/// <param name="Model">The file's name.</param>
/// <param name="Sha256">The hash of the file's bytes: the numbers are those of these bytes and of no other.</param>
/// <param name="Command">The command that made the golden.</param>
/// <param name="Runtime">What computed the numbers.</param>
/// <param name="Cases">The cases.</param>
internal sealed record Golden(string Model, string Sha256, string Command, string Runtime, IReadOnlyList<GoldenCase> Cases)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Whether the numbers are those of a file.</summary>
    public bool IsOf(string file) => Sha256 == HashOf(file);

    /// <summary>The hash of a file's bytes.</summary>
    public static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Reads a golden file.</summary>
    public static Golden Read(string path) => JsonSerializer.Deserialize<Golden>(File.ReadAllBytes(path), Json)!;

    /// <summary>Writes a golden file: a tensor a line, so that a reader and a diff see them.</summary>
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
            $"    {{\n      \"name\": {Text(@case.Name)},\n      \"inputs\": [\n{Lines(@case.Inputs)}\n      ],\n      \"outputs\": [\n{Lines(@case.Outputs)}\n      ]\n    }}")));
        writer.WriteLine("  ]");
        writer.WriteLine("}");
    }

    private static string Lines(IEnumerable<GoldenTensor> tensors) => string.Join(",\n", tensors.Select(tensor => $"        {Text(tensor)}"));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
