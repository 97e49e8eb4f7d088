using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Rows with sequences of random values, in the columns <c>Row</c>, <c>Sequence</c> and <c>Label</c>.</summary>
internal static class SequenceData
{
    public sealed class Row
    {
        [ColumnName("Row")]
        public int Number { get; set; }

        public float Label { get; set; }

        public float[] Sequence { get; set; } = [];
    }

    /// <summary>Creates rows whose sequences have the given numbers of values.</summary>
    public static Row[] Rows(params IEnumerable<int> lengths)
    {
        var random = new Random(2);
        return [.. lengths.Select((length, row) => new Row
        {
            Number = row,
            Label = random.NextSingle(),
            Sequence = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)],
        })];
    }

    public static Row[] Rows(int count, int length) => Rows(Enumerable.Repeat(length, count));

    /// <summary>Creates a view of rows. The length is the size of the vector column; null makes the size unknown.</summary>
    public static IDataView View(this MLContext context, IEnumerable<Row> rows, int? length) => context.ViewOf(rows, length ?? 0);

    /// <summary>Creates a view of rows whose sequences have the given dimensions; 0 is an unknown size.</summary>
    public static IDataView ViewOf(this MLContext context, IEnumerable<Row> rows, params int[] dimensions)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Sequence)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return context.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>Returns the scores of all rows, from a scalar or a vector column.</summary>
    public static float[][] Scores(IDataView view, string column = "Score") =>
        view.Schema[column].Type is VectorDataViewType
            ? [.. view.GetColumn<VBuffer<float>>(column).Select(value => value.DenseValues().ToArray())]
            : [.. view.GetColumn<float>(column).Select(value => new[] { value })];

    /// <summary>Adds the score of each row of a cursor to the element with the number of the row, and disposes the cursor.</summary>
    public static void AddScores(this DataViewRowCursor cursor, float[] scores)
    {
        using (cursor)
        {
            var (row, score) = (cursor.GetGetter<int>(cursor.Schema["Row"]), cursor.GetGetter<float>(cursor.Schema["Score"]));
            while (cursor.MoveNext())
                scores[row.Get()] += score.Get();
        }
    }

    public static void AssertEqual(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.Equal(expected[row].Length, actual[row].Length);
            Assert.All(expected[row].Zip(actual[row]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
