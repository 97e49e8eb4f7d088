using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The tests measure the memory of the whole process, so no other test runs in parallel.</summary>
[CollectionDefinition(nameof(LifetimeTests), DisableParallelization = true)]
[Collection(nameof(LifetimeTests))]
public sealed class LifetimeTests : IDisposable
{
    // A thousand sessions of ONNX Runtime that are not closed take 300 MB; four hundred take 120 MB.
    private const long Tolerance = 64 << 20;

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _file = TestFile.Create(TestFile.Forecast());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecurrentEngine.Managed)]
    [InlineData(RecurrentEngine.OnnxRuntime)]
    public void LoadAndDispose_AThousandTimes_MemoryStaysConstant(RecurrentEngine engine) => AssertStays(rounds: 1000, () =>
    {
        using var model = RecurrentModel.Load(_file, options: Options(engine));
        model.Score([1, 2, 3], new float[1]);
    });

    [Theory]
    [InlineData(RecurrentEngine.Managed)]
    [InlineData(RecurrentEngine.OnnxRuntime)]
    public void FitWithoutDispose_HundredsOfTimes_CollectorFreesNativeMemory(RecurrentEngine engine)
    {
        var view = _context.View(SequenceData.Rows(3, 4), 4);
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = _folder.Write(_file), Engine = engine, Workers = 1 };
        AssertStays(
            rounds: 400,
            () => Assert.Equal(3, _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view).GetColumn<float>("Score").Count()));
    }

    [Fact]
    public void FitWithoutDispose_EnginesInUse_KeepTheirModel()
    {
        using var engine = Engine();
        var expected = engine.Predict(new Input { Sequence = [1, 2, 3, 4] }).Score;
        Collect();
        Assert.Equal(expected, engine.Predict(new Input { Sequence = [1, 2, 3, 4] }).Score);
    }

    private PredictionEngine<Input, Output> Engine() => _context.Model.CreatePredictionEngine<Input, Output>(
        _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(_file)).Fit(_context.View([], 4)));

    private static RecurrentModelOptions Options(RecurrentEngine engine) => new() { Engine = engine, Workers = 1 };

    private static void AssertStays(int rounds, Action round)
    {
        for (var warmUp = 0; warmUp < rounds / 5; warmUp++)
            round();
        Collect();
        var before = Environment.WorkingSet;
        for (var index = 1; index <= rounds; index++)
        {
            round();
            if (index % 100 == 0)
                Collect();
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, Tolerance);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private sealed class Input
    {
        [VectorType(4)]
        public float[] Sequence { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }
    }
}
