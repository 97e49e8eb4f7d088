using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class CursorTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetRowCursor_ScoreActive_ReadsInputOnceAndOneBatchAhead()
    {
        var rows = new CountedRows<SequenceData.Row>(SequenceData.Rows(20, 4));
        var scored = Score(_context.View(rows, 4), batchSize: 8);
        using (var cursor = scored.GetRowCursor(scored.Schema))
        {
            Assert.Equal(0, rows.Read);
            Assert.True(cursor.MoveNext());
            Assert.Equal(8, rows.Read);
            for (var row = 1; row < 8; row++)
                Assert.True(cursor.MoveNext());
            Assert.Equal(8, rows.Read);
            while (cursor.MoveNext())
                continue;
        }

        Assert.Equal(20, rows.Read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GetRowCursor_SequenceRequestedOrNot_FetchesItOncePerRow(bool requested)
    {
        var rows = Enumerable.Range(0, 20).Select(row => new Fetched(row)).ToArray();
        var scored = Score(_context.Data.LoadFromEnumerable(rows), batchSize: 8);
        using var cursor = scored.GetRowCursor(requested ? scored.Schema : [scored.Schema["Score"]]);
        var score = cursor.GetGetter<float>(scored.Schema["Score"]);
        while (cursor.MoveNext())
            Assert.True(float.IsFinite(score.Get()));
        Assert.All(rows, row => Assert.Equal(1, row.Fetches));
    }

    [Fact]
    public void GetRowCursor_ScoreInactive_NeitherReadsAheadNorScores()
    {
        // Rows that cannot be scored: this is not noticed unless they are scored.
        var rows = new CountedRows<SequenceData.Row>(SequenceData.Rows(0, 3, 0, 5));
        var scored = Score(_context.View(rows, null), batchSize: 8, features: 2);
        var label = scored.Schema["Label"];
        using var cursor = scored.GetRowCursor([label]);
        var getter = cursor.GetGetter<float>(label);
        for (var row = 0; row < 4; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row + 1, rows.Read);
            Assert.Equal(row, cursor.Position);
            float value = 0;
            getter(ref value);
        }

        Assert.False(cursor.MoveNext());
        Assert.Same(scored.Schema, cursor.Schema);
        Assert.True(cursor.IsColumnActive(label));
        Assert.False(cursor.IsColumnActive(scored.Schema["Score"]));
        var exception = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Score"]));
        Assert.Equal("Column 'Score' is not active: request it when the cursor or row is created.", exception.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GetRowCursor_PositionsAndIds_AreThoseOfTheInput(bool shuffled)
    {
        var view = _context.Data.Cache(_context.View(SequenceData.Rows(30, 4), 4));
        var scored = Score(view, batchSize: 7);
        Random? Order() => shuffled ? new Random(5) : null;
        using var expected = view.GetRowCursor([view.Schema["Row"]], Order());
        using var actual = scored.GetRowCursor([scored.Schema["Row"], scored.Schema["Score"]], Order());
        Assert.Equal(expected.Position, actual.Position);
        var (expectedId, actualId) = (expected.GetIdGetter(), actual.GetIdGetter());
        var (expectedRow, actualRow) = (expected.GetGetter<int>(view.Schema["Row"]), actual.GetGetter<int>(scored.Schema["Row"]));
        while (expected.MoveNext())
        {
            Assert.True(actual.MoveNext());
            Assert.Equal(expected.Position, actual.Position);
            Assert.Equal(expected.Batch, actual.Batch);
            Assert.Equal(expectedId.Get(), actualId.Get());
            Assert.Equal(expectedRow.Get(), actualRow.Get());
        }

        Assert.False(actual.MoveNext());
        Assert.False(actual.MoveNext());
        Assert.Equal(-1, actual.Position);
        Assert.True(scored.CanShuffle);
        Assert.Equal(30, scored.GetRowCount());
    }

    [Fact]
    public void ShuffleRows_BeforeOrAfter_KeepsRowsTogether()
    {
        var view = _context.Data.Cache(_context.View(SequenceData.Rows(50, 4), 4));
        var plain = Score(view, batchSize: 8);
        var expected = plain.GetColumn<float>("Score").Zip(plain.GetColumn<int>("Row")).ToDictionary(pair => pair.Second, pair => pair.First);
        foreach (var shuffled in new[] { _context.Data.ShuffleRows(plain, seed: 3), Score(_context.Data.ShuffleRows(view, seed: 3), batchSize: 8) })
        {
            var rows = _context.Data.CreateEnumerable<Scored>(shuffled, reuseRowObject: false).ToList();
            Assert.Equal(Enumerable.Range(0, 50), rows.Select(row => row.Row).Order());
            Assert.NotEqual(Enumerable.Range(0, 50), rows.Select(row => row.Row));
            Assert.All(rows, row => Assert.Equal(expected[row.Row], row.Score, 1e-6f));
        }
    }

    [Fact]
    public void CacheTakeAndFilter_AfterScoring_SeeTheScores()
    {
        var scored = Score(_context.View(SequenceData.Rows(50, 4), 4), batchSize: 8);
        var scores = scored.GetColumn<float>("Score").ToArray();
        var threshold = scores.Average();
        Assert.Equal(scores, _context.Data.Cache(scored).GetColumn<float>("Score"));
        Assert.Equal(scores[..5], _context.Data.TakeRows(scored, 5).GetColumn<float>("Score"));
        Assert.Equal(scores[9..], _context.Data.SkipRows(scored, 9).GetColumn<float>("Score"));
        Assert.Equal(
            scores.Where(score => score >= threshold),
            _context.Data.FilterRowsByColumn(scored, "Score", lowerBound: threshold).GetColumn<float>("Score"));
    }

    [Fact]
    public void GetRowCursorSet_AllCursors_GiveEveryRowOnce()
    {
        var view = _context.Data.Cache(_context.View(SequenceData.Rows(500, 4), 4));
        var scored = Score(view, batchSize: 16);
        var expected = scored.GetColumn<float>("Score").ToArray();
        var actual = new float[500];
        foreach (var cursor in scored.GetRowCursorSet(scored.Schema, 3))
            cursor.AddScores(actual);

        SequenceData.AssertEqual([expected], [actual]);
    }

    [Fact]
    public void MoveNext_Disposed_ReadsNoMore()
    {
        var rows = new CountedRows<SequenceData.Row>(SequenceData.Rows(20, 4));
        var scored = Score(_context.View(rows, 4), batchSize: 8);
        var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        Assert.True(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        Assert.False(cursor.MoveNext());
        Assert.Equal(8, rows.Read);
        var exception = Assert.Throws<InvalidOperationException>(() => getter.Get());
        Assert.Equal(
            "There is no current row: MoveNext has not been called, has returned false, or the cursor has been disposed.", exception.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Getter_SequenceOfInvalidLength_FailsAtItsRow(int length)
    {
        var scored = Score(_context.View(SequenceData.Rows(4, 4, length, 4, 2), null), batchSize: 8, features: 2);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        for (var row = 0; row < 5; row++)
        {
            Assert.True(cursor.MoveNext());
            if (row != 2)
            {
                Assert.True(float.IsFinite(getter.Get()));
                continue;
            }

            var exception = Assert.Throws<InvalidOperationException>(() => getter.Get());
            Assert.Equal(
                $"Input column 'Sequence', row 2: expected [time, features] with at least one time step and 2 values per time step, got {length} "
                + "values. Remove the row or complete it.",
                exception.Message);
        }
    }

    [Fact]
    public void Getter_ModelDisposed_Throws()
    {
        var view = _context.View(SequenceData.Rows(4, 4), 4);
        var file = TestFile.Create(TestFile.Forecast());
        using var model = RecurrentModel.Load(file);
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = "in memory", BatchSize = 2 };
        var scored = new RecurrentTransformer(model, file, options, view.Schema).Transform(view);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        for (var row = 0; row < 4; row++)
        {
            Assert.True(cursor.MoveNext());
            if (row < 2)
                Assert.True(float.IsFinite(getter.Get()));
            else
                Assert.Equal(typeof(RecurrentModel).FullName, Assert.Throws<ObjectDisposedException>(() => getter.Get()).ObjectName);
            model.Dispose();
        }
    }

    [Fact]
    public void MoveNext_SourceFails_FailsAfterTheValidRows()
    {
        static IEnumerable<SequenceData.Row> Failing()
        {
            foreach (var row in SequenceData.Rows(5, 4))
                yield return row;
            throw new IOException("The disk is gone.");
        }

        var scored = Score(_context.View(Failing(), 4), batchSize: 8);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        for (var row = 0; row < 5; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.True(float.IsFinite(getter.Get()));
        }

        Assert.Equal("The disk is gone.", Assert.Throws<IOException>(() => cursor.MoveNext()).Message);
    }

    [Fact]
    public void GetGetter_WrongType_NamesTheColumn()
    {
        var scored = Score(_context.View(SequenceData.Rows(1, 4), 4), batchSize: 8);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var exception = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(scored.Schema["Score"]));
        Assert.Equal("Column 'Score' has type Single: expected a getter of System.Single, got one of System.Int32.", exception.Message);
        exception = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Row"]));
        Assert.Equal("Column 'Row' has type Int32: expected a getter of System.Int32, got one of System.Single.", exception.Message);
    }

    private IDataView Score(IDataView view, int batchSize, int features = 1)
    {
        var file = _folder.Write(TestFile.Create(TestFile.Forecast(features)));
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = file, BatchSize = batchSize };
        return _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
    }

    private sealed class Fetched(int row)
    {
        public int Fetches { get; private set; }

        [VectorType(2)]
        public float[] Sequence
        {
            get
            {
                Fetches++;
                return [row, 1];
            }
        }
    }

    private sealed class Scored
    {
        public int Row { get; set; }

        public float Score { get; set; }
    }
}
