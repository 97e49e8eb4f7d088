using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Every way of opening a file with this library registers ONNX Runtime first. The tests unregister the engine for the whole process, so no other
/// test runs in parallel.
/// </summary>
[CollectionDefinition(nameof(EngineRegistrationTests), DisableParallelization = true)]
[Collection(nameof(EngineRegistrationTests))]
public sealed class EngineRegistrationTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _file = Int8File();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_WithoutRegistration_NamesTheLineThatHelps() => WithoutEngine(() => Assert.Equal(
        "Model file 'x.onnx' is not supported by the managed engine: its weights are int8. "
        + "To run it with ONNX Runtime, reference the package MlNetRecurrent.Inference and call OnnxRuntimeEngine.Register() once before loading.",
        Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(_file, "x.onnx")).Message));

    [Fact]
    public void Load_AfterRegister_Scores() => WithoutEngine(() =>
    {
        OnnxRuntimeEngine.Register();
        using var model = RecurrentModel.Load(_file);
        Assert.Equal(RecurrentEngine.OnnxRuntime, model.Engine);
        var output = new float[1];
        model.Score([1, 2, 3], output);
        Assert.Equal(Expected([1, 2, 3]), output[0], 1e-5f);
    });

    [Fact]
    public void ApplyRecurrentModel_RegistersTheEngine() => WithoutEngine(() =>
    {
        var view = _context.View(SequenceData.Rows(3, 4), 4);
        AssertScores(_context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(_file)).Fit(view), view);
    });

    [Fact]
    public void RecurrentTransformerCreate_RegistersTheEngine() => WithoutEngine(() =>
    {
        var view = _context.View(SequenceData.Rows(3, 4), 4);
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = "x.onnx" };
        AssertScores(RecurrentTransformer.Create(_file, options, view.Schema), view);
    });

    [Fact]
    public void LoadRecurrent_RegistersTheEngine()
    {
        var view = _context.View(SequenceData.Rows(3, 4), 4);
        using var zip = new MemoryStream();
        _context.Model.Save(_context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(_file)).Fit(view), view.Schema, zip);
        zip.Position = 0;
        WithoutEngine(() => AssertScores(_context.Model.LoadRecurrent(zip, out _), view));
    }

    [Fact]
    public void HostedModel_RegistersTheEngine() => WithoutEngine(() =>
    {
        using var services = new ServiceCollection().AddRecurrentModel("served", _folder.Write(_file)).BuildServiceProvider();
        var output = new float[1];
        services.GetRequiredKeyedService<HostedModel>("served").Score([1, 2, 3], output);
        Assert.Equal(Expected([1, 2, 3]), output[0], 1e-5f);
    });

    private static void WithoutEngine(Action test)
    {
        var registered = ScoringEngines.OnnxRuntime;
        Assert.NotNull(registered);
        try
        {
            ScoringEngines.OnnxRuntime = null;
            test();
        }
        finally
        {
            ScoringEngines.OnnxRuntime = registered;
        }
    }

    private void AssertScores(ITransformer transformer, IDataView view)
    {
        var scores = SequenceData.Scores(transformer.Transform(view));
        SequenceData.AssertEqual(RawRuntime.Score(_file, 1, SequenceData.Rows(3, 4).Select(row => row.Sequence)), scores);
    }

    private float Expected(float[] sequence) => RawRuntime.Score(_file, 1, [sequence])[0][0];

    // A card with int8 precision is sufficient: the managed engine checks nothing else.
    private static byte[] Int8File()
    {
        var model = ModelProto.Parser.ParseFrom(TestFile.Create(TestFile.Forecast()));
        var entry = model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card);
        entry.Value = (ModelCard.FromJson(entry.Value) with { Precision = WeightPrecision.Int8 }).ToJson();
        return model.ToByteArray();
    }
}
