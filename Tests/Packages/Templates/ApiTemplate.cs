using System.Globalization;

namespace MlNetRecurrent.Packages;

/// <summary>The project of a web API that scores sequences.</summary>
internal sealed class ApiTemplate(Sandbox sandbox)
{
    private const string ModelFile = "Models/sine-gru.onnx";

    private static readonly float[][] Sine = [.. Enumerable.Range(0, 20).Select(step => new[] { MathF.Sin(step * 0.1f) })];

    /// <summary>Starts the API, calls its endpoints, replaces the model twice while it runs, and stops it.</summary>
    public async Task<string> RunAsync(string folder)
    {
        var program = AppProject.FindProgram(folder);
        await CheckStartAsync(folder, program);

        // Port 0: any that is free.
        await using var server = sandbox.Start(folder, "dotnet", program, "--urls", "http://127.0.0.1:0");
        using var api = new ApiClient(await server.FindAddressAsync());
        await api.WaitAsync("/health", body => body == "Healthy");
        await api.WaitAsync("/model", body => body.Contains("\"horizon\":1", StringComparison.Ordinal));
        await api.ExpectRefusalAsync(new { sequence = new[] { new[] { 0.1, 0.2 } } }, "The number of values in sequence[0] is 2, expected 1.");
        await api.ExpectRefusalAsync(new { }, "The sequence is missing.");
        await CheckScoreAsync(api);
        await ReplaceModelAsync(folder, api);
        var next = await CheckScoreAsync(api);
        return string.Create(CultureInfo.InvariantCulture, $"next {next:f3}");
    }

    private async Task CheckStartAsync(string folder, string program)
    {
        var run = await sandbox.RunAsync(folder, "dotnet", program, "--urls", "http://127.0.0.1:0", "--Model:ModelFile=missing.onnx");
        Expect.That(run.ExitCode != 0 && run.Errors.Contains("does not exist", StringComparison.Ordinal), "The API starts without a model.", run);
    }

    private static async Task<double> CheckScoreAsync(ApiClient api)
    {
        var score = await api.ScoreAsync(Sine);
        Expect.That(Math.Abs(score - Math.Sin(2)) < 0.02, $"The next value is {score}, expected {Math.Sin(2)}.");
        return score;
    }

    // A newer version is put in use; a damaged one is refused, and the one before keeps serving.
    private static async Task ReplaceModelAsync(string folder, ApiClient api)
    {
        var before = await api.GetAsync("/model");
        var newer = File.ReadAllBytes(Repository.GetPath("Exported", "sine-lstm.onnx"));
        File.WriteAllBytes(Path.Combine(folder, ModelFile), newer);
        await api.WaitAsync("/model", body => body != before && body.Contains("\"refusedSince\":null", StringComparison.Ordinal));
        File.WriteAllBytes(Path.Combine(folder, ModelFile), newer[..900]);
        await api.WaitAsync("/health", body => body == "Degraded");
    }
}
