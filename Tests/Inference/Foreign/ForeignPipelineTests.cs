using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Pipelines score files of other programs as <see cref="RecurrentModel"/> does.</summary>
public sealed class ForeignPipelineTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void Transform_EveryFile_EqualsModel(string name)
    {
        var (_, model, options, rows) = Open(name);
        using var opened = model;
        var view = ForeignTable.Create(_context, rows, model, ragged: false);
        var scored = _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
        ForeignAssert.SameValues(name, rows.Score(model), ForeignTable.Read(scored, model));
    }

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void Transform_RaggedColumn_EqualsModel(string name)
    {
        var (file, model, options, _) = Open(name);
        using var _2 = model;
        using var raw = new RawGraph(file.Bytes);
        int[] lengths = [.. ForeignRows.GetLengths(name, model, raw)];
        var rows = ForeignRows.Join(
            [.. Enumerable.Range(0, 7).Select(row => ForeignRows.CreateRandom(model, raw, count: 1, lengths[row % lengths.Length], seed: row))]);
        var view = ForeignTable.Create(_context, rows, model, ragged: true);
        var scored = _context.Transforms.ApplyRecurrentModel(options with { BatchSize = 2 }).Fit(view).Transform(view);
        ForeignAssert.SameValues(name, rows.Score(model, ragged: true), ForeignTable.Read(scored, model));
    }

    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void Save_EveryFile_LoadsWithAndWithoutThisLibrary(string name)
    {
        var (file, model, options, rows) = Open(name);
        using var _ = model;
        var view = ForeignTable.Create(_context, rows, model, ragged: false);
        var transformer = _context.Transforms.ApplyRecurrentModel(options).Fit(view);
        using var zip = new MemoryStream();
        _context.Model.Save(transformer, view.Schema, zip);
        var expected = rows.Score(model);
        zip.Position = 0;
        var restored = _context.Model.LoadRecurrent(zip, new PipelineLoadOptions { AllowAnyGraph = options.AllowAnyGraph }, out var _);
        Assert.Contains(Flatten(restored), step => step is RecurrentTransformer);
        ForeignAssert.SameValues(name, expected, ForeignTable.Read(restored.Transform(view), model));
        zip.Position = 0;
        var stock = new MLContext().Model.Load(zip, out var _);
        Assert.DoesNotContain(Flatten(stock), step => step is RecurrentTransformer);
        Assert.Equal(
            restored.GetOutputSchema(view.Schema).Where(column => !column.IsHidden).Select(column => column.Name).Order(),
            stock.GetOutputSchema(view.Schema).Where(column => !column.IsHidden).Select(column => column.Name).Order());
        ForeignAssert.SameValues(name, expected, ForeignTable.Read(stock.Transform(view), model));
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [transformer];

    private static (ForeignFile File, RecurrentModel Model, RecurrentScoringOptions Options, ForeignRows Rows) Open(string name)
    {
        var file = ForeignFiles.Open(name);
        var model = RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name));
        using var raw = new RawGraph(file.Bytes);
        var rows = ForeignRows.CreateRandom(model, raw, count: 5, ForeignRows.GetLengths(name, model, raw).First(), seed: 3);
        return (file, model, ForeignTable.GetOptions(file, model), rows);
    }
}
