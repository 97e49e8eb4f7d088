using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.EndToEnd;
using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Every file in Exported, in every host.</summary>
public sealed class ExportedFileTests
{
    private static readonly GoldenPlaces Places = GoldenPlaces.OfRepository;

    public static TheoryData<string> Models => [.. Places.Models];

    public static MatrixTheoryData<string, string> ModelsAndPackages => new(Places.Models, JavaScriptHost.Packages);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Models))]
    public async Task OnnxRuntimeInCSharp_EveryCase_MatchesTheGolden(string model)
    {
        var golden = Reference.Stored(model, Places);
        var fault = Fault(golden, Places.File(model));
        Assert.True(fault is null || !golden.IsOf(Places.File(model)), fault);
        // A file of other bytes, such as another model card, may well give the same numbers.
        if (fault is null)
            return;
        Assert.False(
            await Repository.IsAsCommittedAsync(Places.File(model), Cancellation),
            $"{Reference.OtherFile(model)} Both are committed: make the golden of the new file with '{GoldenCommand.For(model)}', look into it and commit it. {fault}");
        Assert.Skip($"{Reference.OtherFile(model)} It was exported anew since the last commit; before it is committed, make its golden: '{GoldenCommand.For(model)}'.");
    }

    [Theory, MemberData(nameof(Models))]
    public void StockApplyOnnxModel_EveryCase_MatchesTheGolden(string model)
    {
        foreach (var @case in Reference.Compute(model, Places).Cases)
        {
            var rows = StockMlNetHost.Run(Places.File(model), @case);
            foreach (var output in @case.Outputs)
            {
                Assert.Equal(@case.Batch, rows[output.Name].Length);
                for (var sequence = 0; sequence < @case.Batch; sequence++)
                {
                    var expected = output.Of(sequence);
                    // Its columns are vectors without axes.
                    HostAssert.Gives(@case.Name, expected, expected with { Values = rows[output.Name][sequence] });
                }
            }
        }
    }

    [Theory, MemberData(nameof(ModelsAndPackages))]
    public async Task JavaScript_RequiredInputs_MatchesTheGolden(string model, string package)
    {
        var cases = Reference.Compute(model, Places).Cases.Where(@case => !@case.FeedsOptionalInputs).ToArray();

        var answers = await JavaScriptHost.RunAsync(package, cases.Select(@case => new JavaScriptHost.Feed(Places.File(model), @case.Inputs)), Cancellation);

        HostAssert.Gives(cases, answers);
    }

    /// <summary>The packages feed an input with a default in no way: the copies of the file that are run here have none.</summary>
    [Theory, MemberData(nameof(ModelsAndPackages))]
    public async Task JavaScript_OptionalInputsWithoutDefaults_MatchesTheGolden(string model, string package)
    {
        using var folder = new TemporaryFolder();
        var cases = Reference.OptionalCases(model, Places);
        var feeds = cases.Select((@case, index) => new JavaScriptHost.Feed(folder[$"{index}.onnx"], @case.Inputs)).ToArray();
        foreach (var feed in feeds)
            RequiredInputs.Write(Places.File(model), feed.Inputs.Select(input => input.Name), feed.Model);

        var answers = await JavaScriptHost.RunAsync(package, feeds, Cancellation);

        HostAssert.Gives(cases, answers);
    }

    private static string? Fault(Golden golden, string file)
    {
        using var host = new OnnxRuntimeHost(file);
        var inputs = host.RequiredInputs.Keys.Concat(host.OptionalInputs.Keys).ToHashSet();
        if (golden.Cases.SelectMany(@case => @case.Inputs).FirstOrDefault(input => !inputs.Contains(input.Name)) is { } missing)
            return $"The golden feeds input '{missing.Name}', which the file does not have.";
        try
        {
            return golden.Cases.Select(@case => HostAssert.Fault(@case, host.Run(@case.Inputs))).FirstOrDefault(fault => fault is not null);
        }
        catch (OnnxRuntimeException exception)
        {
            return $"ONNX Runtime refuses what the golden feeds: {exception.Message}";
        }
    }
}
