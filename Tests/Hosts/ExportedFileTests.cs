using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.EndToEnd;
using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Runs every file in Exported in every host.</summary>
public sealed class ExportedFileTests
{
    private static readonly GoldenFolders Folders = GoldenFolders.InRepository;

    public static TheoryData<string> Models => [.. Folders.Models];

    public static MatrixTheoryData<string, string> ModelsAndPackages => new(Folders.Models, JavaScriptHost.Packages);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Models))]
    public async Task OnnxRuntimeInCSharp_EveryCase_MatchesTheGolden(string model)
    {
        var golden = Reference.Stored(model, Folders);
        var error = FindError(golden, Folders.GetModelPath(model));
        Assert.True(error is null || !golden.IsForFile(Folders.GetModelPath(model)), error);
        // A different file, for example with another model card, may give the same outputs.
        if (error is null)
            return;
        Assert.False(
            await Repository.IsAsCommittedAsync(Folders.GetModelPath(model), Cancellation),
            $"{Reference.OtherFile(model)} Both are committed: create the golden of the new file with '{GoldenCommand.For(model)}', review it and "
            + "commit it. "
            + error);
        Assert.Skip(
            $"{Reference.OtherFile(model)} It was exported again after the last commit. Create its golden with '{GoldenCommand.For(model)}' before "
            + "you commit it.");
    }

    [Theory, MemberData(nameof(Models))]
    public void StockApplyOnnxModel_EveryCase_MatchesTheGolden(string model)
    {
        foreach (var @case in Reference.Compute(model, Folders).Cases)
        {
            var rows = StockMlNetHost.Run(Folders.GetModelPath(model), @case);
            foreach (var output in @case.Outputs)
            {
                Assert.Equal(@case.Batch, rows[output.Name].Length);
                for (var sequence = 0; sequence < @case.Batch; sequence++)
                {
                    var expected = output.GetSequence(sequence);
                    // The columns are vectors without axes.
                    HostAssert.OutputsMatch(@case.Name, expected, expected with { Values = rows[output.Name][sequence] });
                }
            }
        }
    }

    [Theory, MemberData(nameof(ModelsAndPackages))]
    public async Task JavaScript_RequiredInputs_MatchesTheGolden(string model, string package)
    {
        var cases = Reference.Compute(model, Folders).Cases.Where(@case => !@case.HasOptionalInputs).ToArray();

        var feeds = cases.Select(@case => new JavaScriptHost.Feed(Folders.GetModelPath(model), @case.Inputs));
        var outputs = await JavaScriptHost.RunAsync(package, feeds, Cancellation);

        HostAssert.OutputsMatch(cases, outputs);
    }

    /// <summary>The packages cannot set an input that has a default, so this test runs copies of the file without defaults.</summary>
    [Theory, MemberData(nameof(ModelsAndPackages))]
    public async Task JavaScript_OptionalInputsWithoutDefaults_MatchesTheGolden(string model, string package)
    {
        using var folder = new TemporaryFolder();
        var cases = Reference.OptionalCases(model, Folders);
        var feeds = cases.Select((@case, index) => new JavaScriptHost.Feed(folder[$"{index}.onnx"], @case.Inputs)).ToArray();
        foreach (var feed in feeds)
            RequiredInputs.Write(Folders.GetModelPath(model), feed.Inputs.Select(input => input.Name), feed.Model);

        var outputs = await JavaScriptHost.RunAsync(package, feeds, Cancellation);

        HostAssert.OutputsMatch(cases, outputs);
    }

    private static string? FindError(Golden golden, string file)
    {
        using var host = new OnnxRuntimeHost(file);
        var inputs = host.RequiredInputs.Keys.Concat(host.OptionalInputs.Keys).ToHashSet();
        if (golden.Cases.SelectMany(@case => @case.Inputs).FirstOrDefault(input => !inputs.Contains(input.Name)) is { } missing)
            return $"The golden sets input '{missing.Name}', which the file does not have.";
        try
        {
            return golden.Cases.Select(@case => HostAssert.FindError(@case, host.Run(@case.Inputs))).FirstOrDefault(error => error is not null);
        }
        catch (OnnxRuntimeException exception)
        {
            return $"ONNX Runtime rejects the inputs of the golden: {exception.Message}";
        }
    }
}
