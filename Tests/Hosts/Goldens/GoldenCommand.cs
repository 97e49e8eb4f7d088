namespace MlNetRecurrent.Hosts;

/// <summary>The command that makes a golden: <c>golden MODEL</c>, for <c>Exported/MODEL.onnx</c>.</summary>
internal static class GoldenCommand
{
    /// <summary>The command line that makes the golden of a file.</summary>
    public static string For(string model) => $"dotnet run -c Release --project Tests/Benchmarks -- golden {model}";

    /// <summary>Makes a golden, unless there is one of this very file: what was right once stays right.</summary>
    /// <returns>The exit code: 0, or 2 where nothing was made.</returns>
    public static int Run(string model, GoldenPlaces places, TextWriter output, TextWriter errors)
    {
        var file = places.File(model);
        var golden = places.Golden(model);
        if (!File.Exists(file))
        {
            errors.WriteLine($"error: '{file}' does not exist: expected the name of an exported file without .onnx, one of {string.Join(", ", places.Models)}.");
            return 2;
        }

        if (File.Exists(golden) && Golden.Read(golden).IsOf(file))
        {
            errors.WriteLine($"error: '{golden}' is the golden of this very file already: where a host gives other numbers, the host is to be looked into.");
            return 2;
        }

        var made = GoldenMaker.Make(file, For(model));
        made.Write(golden);
        output.WriteLine($"{golden}: {made.Cases.Count} cases of {made.Model}, computed by {made.Runtime}");
        return 0;
    }
}
