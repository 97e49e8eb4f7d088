using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Imports that are expected to succeed.</summary>
internal static class TestImports
{
    // Networks this small are slower on many threads.
    static TestImports() => set_num_threads(1);

    /// <summary>Imports a file; the importer compares it with ONNX Runtime.</summary>
    public static ImportedNetwork Import(byte[] file, string name = "model") => OnnxImporter.Import(file, name);

    /// <summary>Imports a file and asserts that there are no warnings.</summary>
    public static ImportedNetwork ImportWithoutWarning(byte[] file, string name = "model")
    {
        var imported = Import(file, name);
        Assert.True(imported.Warnings.Count == 0, string.Join("\n", imported.Warnings));
        Assert.InRange(imported.ParityError!.Value, 0, 1e-5);
        return imported;
    }
}
