using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class ParallelScoringTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Transform_AnyWorkers_RowsScoresAndIdsStayInOrder(int workers)
    {
        var rows = SequenceData.Rows(1000, 4);
        var file = TestFile.Create(TestFile.Forecast());
        var view = _context.Data.Cache(_context.View(rows, 4));
        var scored = Score(view, workers, file);
        SequenceData.AssertEqual(RawRuntime.Score(file, 1, rows.Select(row => row.Sequence)), SequenceData.Scores(scored));
        using var expected = view.GetRowCursor([view.Schema["Row"]]);
        using var actual = scored.GetRowCursor(scored.Schema);
        var (expectedId, actualId) = (expected.GetIdGetter(), actual.GetIdGetter());
        var (number, sequence) = (actual.GetGetter<int>(scored.Schema["Row"]), actual.GetGetter<VBuffer<float>>(scored.Schema["Sequence"]));
        VBuffer<float> values = default;
        for (var row = 0; expected.MoveNext(); row++)
        {
            Assert.True(actual.MoveNext());
            Assert.Equal(expectedId.Get(), actualId.Get());
            Assert.Equal(row, number.Get());
            sequence(ref values);
            Assert.Equal(rows[row].Sequence, values.DenseValues());
        }

        Assert.False(actual.MoveNext());
    }

    [Fact]
    public void MoveNext_FewRowsRead_ReadsFewAhead()
    {
        var rows = new CountedRows<SequenceData.Row>(SequenceData.Rows(1000, 4));
        var scored = Score(_context.View(rows, 4), workers: 4);
        using var cursor = scored.GetRowCursor(scored.Schema);
        Assert.True(cursor.MoveNext());
        Assert.Equal(8, rows.Read);
        for (var row = 1; row < 500; row++)
            Assert.True(cursor.MoveNext());

        // A batch of 8 for each of the 4 workers, and the one that is being read.
        Assert.InRange(rows.Read, 500, 500 + (8 * 5));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(null)]
    public void Transform_LargestBatchesAndWorkers_NeedBoundedMemory(int? length)
    {
        var rows = SequenceData.Rows(20, 4);
        var file = TestFile.Create(TestFile.Forecast());
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = _folder.Write(file),
            BatchSize = 65_536,
            Workers = 1024,
        };
        var view = _context.View(rows, length);
        var transformer = _context.Transforms.ApplyRecurrentModel(options).Fit(view);
        _context.Model.Save(transformer, view.Schema, _folder["pipeline.zip"]);
        var scored = _context.Model.LoadRecurrent(_folder["pipeline.zip"], out _).Transform(view);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var scores = SequenceData.Scores(scored);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
        SequenceData.AssertEqual(RawRuntime.Score(file, 1, rows.Select(row => row.Sequence)), scores);
    }

    [Fact]
    public void Dispose_InTheMiddle_EndsScoring()
    {
        var rows = new CountedRows<SequenceData.Row>(SequenceData.Rows(1000, 4));
        var scored = Score(_context.View(rows, 4), workers: 4);
        for (var round = 0; round < 50; round++)
        {
            var cursor = scored.GetRowCursor(scored.Schema);
            for (var row = 0; row <= round * 7; row++)
                Assert.True(cursor.MoveNext());
            cursor.Dispose();
            var read = rows.Read;
            Assert.False(cursor.MoveNext());
            Assert.Equal(read, rows.Read);
        }
    }

    [Fact]
    public void GetRowCursorSet_ReadByAThreadEach_GivesEveryRowOnce()
    {
        var view = _context.Data.Cache(_context.View(SequenceData.Rows(2000, 4), 4));
        var scored = Score(view, workers: 4);
        var expected = scored.GetColumn<float>("Score").ToArray();
        var actual = new float[2000];
        var cursors = scored.GetRowCursorSet(scored.Schema, 4);
        Parallel.ForEach(cursors, cursor => cursor.AddScores(actual));
        SequenceData.AssertEqual([expected], [actual]);
    }

    [Fact]
    public async Task Transform_ManyThreadsOverOneTransformer_EachGetsCorrectScores()
    {
        var rows = SequenceData.Rows(300, 4);
        var view = _context.View(rows, 4);
        var file = TestFile.Create(TestFile.Classify(features: 1, classes: 3), labels: ["a", "b", "c"]);
        var transformer = _context.Transforms.ApplyRecurrentModel(Options(workers: 3, file)).Fit(view);
        var expected = RawRuntime.Score(file, 1, rows.Select(row => row.Sequence));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var round = 0; round < 5; round++)
            {
                // Each thread scores separate rows, some through a mapper, some through a view, and a few stop in the middle.
                var first = 13 * thread;
                var part = _context.View(rows[first..], 4);
                if (thread % 4 == 3)
                    Assert.Equal(5, _context.Data.TakeRows(transformer.Transform(part), 5).GetColumn<float[]>("Score").Count());
                else if (thread % 4 == 2)
                    Predict(transformer, rows[first..], expected[first..]);
                else
                    SequenceData.AssertEqual(expected[first..], SequenceData.Scores(transformer.Transform(part)));
            }
        })));
    }

    [Fact]
    public async Task Predict_PoolOfEngines_EachGetsTheCorrectOutput()
    {
        var rows = SequenceData.Rows(100, 4);
        var file = TestFile.Create(TestFile.Classify(features: 1, classes: 3));
        var transformer = _context.Transforms.ApplyRecurrentModel(Options(workers: 2, file)).Fit(_context.View(rows, 4));
        var expected = RawRuntime.Score(file, 1, rows.Select(row => row.Sequence));
        var pool = new System.Collections.Concurrent.ConcurrentBag<PredictionEngine<Input, Output>>();
        await Parallel.ForAsync(0, 4000, TestContext.Current.CancellationToken, (call, _) =>
        {
            // Like a pool for web requests: use any free engine or create one; some engines are disposed while the others continue.
            if (!pool.TryTake(out var engine))
                engine = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
            var row = call % rows.Length;
            SequenceData.AssertEqual([expected[row]], [engine.Predict(new Input { Sequence = rows[row].Sequence }).Score]);
            if (call % 500 == 499)
                engine.Dispose();
            else
                pool.Add(engine);
            return ValueTask.CompletedTask;
        });
    }

    private void Predict(RecurrentTransformer transformer, SequenceData.Row[] rows, float[][] expected)
    {
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        SequenceData.AssertEqual(expected, [.. rows.Select(row => engine.Predict(new Input { Sequence = row.Sequence }).Score)]);
    }

    private IDataView Score(IDataView view, int workers, byte[]? file = null) =>
        _context.Transforms.ApplyRecurrentModel(Options(workers, file ?? TestFile.Create(TestFile.Forecast()))).Fit(view).Transform(view);

    private RecurrentScoringOptions Options(int workers, byte[] file) =>
        new() { InputColumnName = "Sequence", ModelFile = _folder.Write(file), BatchSize = 8, Workers = workers };

    private sealed class Input
    {
        [VectorType(4)]
        public float[] Sequence { get; set; } = [];
    }

    private sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
