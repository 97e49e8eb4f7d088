using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class SavedPipelineTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1, 4, "Sequence", "Score")]
    [InlineData(2, 3, 4, "Sequence", "Score")]
    [InlineData(2, 3, 6, "input", "output")]
    [InlineData(2, 3, 6, "output", "input")]
    [InlineData(2, 3, 6, "input", "Sequence")]
    [InlineData(2, 3, null, "Sequence", "Score")]
    public void Save_AndLoad_GivesTheSameScoresAndColumns(int features, int horizon, int? length, string input, string output)
    {
        var view = _context.View(length is { } known ? SequenceData.Rows(9, known) : SequenceData.Rows(2, 4, 4, 8, 2), length);
        view = _context.Transforms.CopyColumns(input, "Sequence").Fit(view).Transform(view);
        var file = _folder.Write(TestFile.Create(TestFile.Forecast(features, horizon)));
        var transformer = _context.Transforms.ApplyRecurrentModel(output, input, file).Fit(view);
        var scored = transformer.Transform(view);
        var reloaded = Reload(transformer, view).Transform(view);
        SequenceData.AssertEqual(SequenceData.Scores(scored, output), SequenceData.Scores(reloaded, output));
        Assert.Equal(Names(scored), Names(reloaded));
        Assert.Equal(view.GetColumn<float>("Label"), reloaded.GetColumn<float>("Label"));
    }

    [Fact]
    public void Save_ScalarInput_GivesTheSameScores()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Label", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        SequenceData.AssertEqual(SequenceData.Scores(transformer.Transform(view)), SequenceData.Scores(Reload(transformer, view).Transform(view)));
    }

    [Fact]
    public void Save_DataHaveColumnsOfTheFilesNames_KeepsThem()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        view = _context.Transforms.CopyColumns("input", "Label").Append(_context.Transforms.CopyColumns("output", "Row")).Fit(view).Transform(view);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        var reloaded = Reload(transformer, view).Transform(view);
        Assert.Equal(view.GetColumn<float>("Label"), reloaded.GetColumn<float>("input"));
        Assert.Equal(view.GetColumn<int>("Row"), reloaded.GetColumn<int>("output"));
        Assert.Equal(["Label", "Row", "Score", "Sequence", "input", "output"], Names(reloaded));
    }

    [Fact]
    public void Save_InsideAPipeline_OpensInAFreshContext()
    {
        var view = _context.View(SequenceData.Rows(9, 3), 3);
        var pipeline = _context.Transforms.Concatenate("Window", "Sequence", "Label")
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Window", _folder.Write(TestFile.Create(TestFile.Forecast(), window: 4))))
            .Append(_context.Transforms.CopyColumns("Forecast", "Score"));
        var fitted = pipeline.Fit(view);
        var reloaded = Reload(fitted, view).Transform(view);
        SequenceData.AssertEqual(SequenceData.Scores(fitted.Transform(view), "Forecast"), SequenceData.Scores(reloaded, "Forecast"));
    }

    [Fact]
    public void Save_Twice_LeavesNoFilesBehind()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        _context.Model.Save(transformer, view.Schema, first);
        _context.Model.Save(transformer, view.Schema, second);
        Assert.Equal(first.Length, second.Length);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"recurrent-{Environment.ProcessId}-*"));
    }

    private ITransformer Reload(ITransformer transformer, IDataView view)
    {
        _context.Model.Save(transformer, view.Schema, _folder.Path("pipeline.zip"));
        return new MLContext().Model.Load(_folder.Path("pipeline.zip"), out _);
    }

    private static IEnumerable<string> Names(IDataView view) =>
        view.Schema.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal);
}
