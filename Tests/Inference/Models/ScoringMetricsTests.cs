using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

[Collection(nameof(MeterRecorder))]
public sealed class ScoringMetricsTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Transform_WithListener_CountsRowsAndBatchesAndTimesThem()
    {
        var file = _folder.Write(TestFile.Create(TestFile.Forecast()));
        using var meter = new MeterRecorder(file);
        var view = _context.View(SequenceData.Rows(100, 4), 4);
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = file, BatchSize = 32 };
        Assert.Equal(100, SequenceData.Scores(_context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view)).Length);
        Assert.Equal(100, meter.Sum("mlnet_recurrent.rows"));
        Assert.Equal(4, meter.Sum("mlnet_recurrent.batches"));
        var durations = meter.Measurements.Where(measurement => measurement.Name == "mlnet_recurrent.batch.duration").ToArray();
        Assert.Equal(4, durations.Length);
        Assert.All(durations, duration =>
        {
            Assert.True(duration.Value > 0);
            Assert.Equal("s", duration.Unit);
            Assert.Equal($"model={file}", duration.Tags);
        });
    }

    [Fact]
    public void Score_Refused_IsNotCounted()
    {
        using var meter = new MeterRecorder("refused");
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast(features: 2)), "refused");
        Assert.Throws<ArgumentException>(() => model.Score([1, 2, 3], new float[1]));
        Assert.Empty(meter.Measurements);
        model.Score([1, 2], new float[1]);
        Assert.Equal(1, meter.Sum("mlnet_recurrent.rows"));
    }

    [Fact]
    public void Score_NoListener_AllocatesNothing()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()));
        var (sequence, output) = (new float[] { 1, 2, 3 }, new float[1]);
        model.Score(sequence, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
            model.Score(sequence, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
