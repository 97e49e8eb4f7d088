using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Files of other programs give what plain ONNX Runtime gives.</summary>
public sealed class ForeignScoringTests
{
    [Theory, MemberData(nameof(ForeignFiles.Cases), MemberType = typeof(ForeignFiles))]
    public void ScoreBatch_EveryCase_EqualsGivenOutputs(string name)
    {
        var file = ForeignFiles.Open(name);
        using var model = RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name));
        var rows = ForeignRows.FromInputs(file.Inputs, model);
        ForeignAssert.SameValues(name, rows.SelectOutputs(file.Outputs, model), rows.Score(model));
    }

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void ScoreBatch_EveryFile_EqualsPlainOnnxRuntimeRowByRow(string name)
    {
        var file = ForeignFiles.Open(name);
        using var model = RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name));
        using var raw = new RawGraph(file.Bytes);
        foreach (var steps in ForeignRows.GetLengths(name, model, raw))
        {
            var rows = ForeignRows.CreateRandom(model, raw, count: 5, steps, seed: steps);
            var expected = rows.ScoreRaw(model, raw);
            ForeignAssert.SameValues(name, expected, rows.Score(model));
            for (var row = 0; row < 2; row++)
                ForeignAssert.SameValues(name, expected[row..(row + 1)], rows.Take(row, 1).Score(model));
        }
    }

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void ScoreBatch_RaggedWithNaN_EqualsSingleRowsAndKeepsNaNInItsRow(string name)
    {
        var file = ForeignFiles.Open(name);
        using var model = RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name));
        using var raw = new RawGraph(file.Bytes);
        int[] lengths = [.. ForeignRows.GetLengths(name, model, raw)];
        var rows = ForeignRows.Join(
            [.. Enumerable.Range(0, 6).Select(row => ForeignRows.CreateRandom(model, raw, count: 1, lengths[row % lengths.Length], seed: row))]);
        var expected = rows.Score(model, ragged: true);
        for (var row = 0; row < rows.Count; row++)
            ForeignAssert.SameValues(name, expected[row..(row + 1)], rows.Take(row, 1).Score(model));
        if (!rows.TrySetNaN(row: 2))
            return;
        var scored = rows.Score(model, ragged: true);
        Assert.All(scored[2], value => Assert.True(float.IsNaN(value)));
        (expected[2], scored[2]) = ([], []);
        ForeignAssert.SameValues(name, expected, scored);
    }

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void Load_AnyFile_IsRefusedByNameWithoutAllowAnyGraphIfItHasSubgraphs(string name)
    {
        var file = ForeignFiles.Open(name);
        if (!ForeignSetup.HasSubgraph(name))
            return;
        var error = Assert.Throws<RecurrentModelException>(
            () => RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name) with { AllowAnyGraph = false }));
        Assert.EndsWith("If you trust the file, set AllowAnyGraph.", error.Message);
    }
}
