namespace MlNetRecurrent.Hosts;

/// <summary>The command <c>golden MODEL</c>, which creates the golden of <c>Exported/MODEL.onnx</c>.</summary>
internal static class GoldenCommand
{
    /// <summary>Returns the command line that creates the golden of a file.</summary>
    public static string For(string model) => $"dotnet run -c Release --project Tests/Benchmarks -- golden {model}";

    /// <summary>Creates a golden. An existing golden of the same file is never replaced.</summary>
    /// <returns>The exit code: 0, or 2 if no golden was created.</returns>
    public static int Run(string model, GoldenFolders folders, TextWriter output, TextWriter errors)
    {
        var file = folders.GetModelPath(model);
        var golden = folders.GetGoldenPath(model);
        if (!File.Exists(file))
        {
            errors.WriteLine(
                $"error: '{file}' does not exist: expected the name of an exported file without .onnx, one of {string.Join(", ", folders.Models)}.");
            return 2;
        }

        if (File.Exists(golden) && Golden.Read(golden).IsForFile(file))
        {
            errors.WriteLine($"error: '{golden}' already is the golden for this file: if a host gives other outputs, investigate the host.");
            return 2;
        }

        var created = GoldenMaker.Make(file, For(model));
        created.Write(golden);
        output.WriteLine($"{golden}: {created.Cases.Count} cases of {created.Model}, computed by {created.Runtime}");
        return 0;
    }
}
