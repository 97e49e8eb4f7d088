using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class RaggedTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 40)]
    public void Transform_AnyLengthsBatchSizeAndWorkers_EqualsOneByOne(
        byte[] lengths, PositiveInt batchSize, PositiveInt workers, bool everyStep, bool takesLengths, bool managed)
    {
        var rows = SequenceData.Rows(lengths.Select(length => 2 * (1 + (length % 12))));
        var network = everyStep ? TestFile.Tag(features: 2, classes: 3) : TestFile.Forecast(features: 2, horizon: 2);
        var file = TestFile.Create(network, takesLengths: takesLengths);
        using var model = RecurrentModel.Load(file);
        var expected = rows.Select(row =>
        {
            var output = new float[model.GetOutputSize(row.Sequence.Length / 2)];
            model.Score(row.Sequence, output);
            return output;
        });
        var view = _context.View(rows, null);
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = _folder.Write(file),
            BatchSize = batchSize.Get,
            Workers = 1 + (workers.Get % 4),
            Engine = managed ? RecurrentEngine.Managed : RecurrentEngine.OnnxRuntime,
        };
        SequenceData.AssertEqual([.. expected], SequenceData.Scores(_context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view)));
    }

    [Fact]
    public void Transform_ThousandsOfRaggedRows_ScoresSimilarLengthsTogether()
    {
        // Lengths alternate between 1 and 40: in the order of the rows, every batch of 32 would be padded to 40 steps; sorted by length, hardly any
        // is padded.
        var rows = SequenceData.Rows(Enumerable.Range(0, 512).Select(row => row % 2 == 0 ? 1 : 40));
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast(), takesLengths: true));
        var scorer = new PaddingCounter(model);
        var view = _context.View(rows, null);
        using var cursor = view.GetRowCursor(view.Schema);
        var buffer = new TypedOutputBuffer<float>(
            scorer,
            new ValueReader(cursor, view.Schema["Sequence"], 1, NonFinitePolicy.ScoreNaN, null),
            companionReader: null,
            capacity: 512,
            batchSize: 32);
        while (cursor.MoveNext())
            buffer.Read();
        buffer.Score();
        Assert.Equal(0, scorer.PaddedSteps);
        Assert.Equal(16, scorer.Calls);
    }

    private sealed class PaddingCounter(RecurrentModel model) : ISequenceScorer<float>
    {
        public int PaddedSteps { get; private set; }

        public int Calls { get; private set; }

        public int Features => 1;

        public int Levels => 0;

        public int GetOutputSize(int time) => model.GetOutputSize(time);

        public void Score(
            ReadOnlySpan<float> sequences,
            int count,
            ReadOnlySpan<int> lengths,
            ReadOnlySpan<float> companions,
            Span<float> outputs,
            Span<float> quantiles)
        {
            Calls++;
            var longest = lengths.IsEmpty ? 0 : lengths.ToArray().Max();
            foreach (var length in lengths)
                PaddedSteps += longest - length;
        }
    }
}
