using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Runs an application that references only ML.NET, in a separate process.</summary>
internal static class SavedPipelineHost
{
    public sealed record Row(float[] Score, string? Label);

    public sealed record Lines(IReadOnlyList<Row> Rows, IReadOnlyList<string> ProductAssemblies);

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    // The output folder of the other project, which corresponds to the one of this project: .../Tests/NAME/bin/Release/net10.0/RID.
    private static string Application => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "../../../../../SavedPipelineHost",
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../../.."), AppContext.BaseDirectory),
        "MlNetRecurrent.SavedPipelineHost.dll"));

    public static async Task<Lines> RunAsync(string zip, IEnumerable<float[]> sequences, string temporaryFolder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Application, zip]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = temporaryFolder;
        start.Environment["TEMP"] = temporaryFolder;
        start.Environment["TMP"] = temporaryFolder;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(sequences, Json));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The application exited with code {process.ExitCode}: {output}");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Lines(
            [.. lines[..^1].Select(line => JsonSerializer.Deserialize<Row>(line, Json)!)],
            JsonSerializer.Deserialize<string[]>(lines[^1])!);
    }
}
