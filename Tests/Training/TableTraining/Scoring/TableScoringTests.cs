using System.Globalization;
using MlNetRecurrent.Inference.Tests;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables scored with files of other programs have the outputs of plain ONNX Runtime on the same rows.</summary>
public sealed class TableScoringTests : IDisposable
{
    private const int Rows = 11;

    private readonly TemporaryFolder _folder = new();
    private readonly float[][] _values;

    // Columns a to e with values, and k with whole numbers below 5; the series s has 7 rows, r has 4, and their rows alternate.
    public TableScoringTests()
    {
        var random = new Random(3);
        _values = [.. Enumerable.Range(0, Rows).Select(_ =>
            Enumerable.Range(0, 5).Select(_ => random.Next(-1000, 1000) / 1000f).Append(random.Next(5)).ToArray())];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predict_EveryWindowWithStaticFeatures_EqualsPlainOnnxRuntime()
    {
        var file = ForeignKinds.Create("static");
        var options = new TableScoringOptions
        {
            Features = ["c", "a", "b"],
            InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["static"] = ["e", "a"] },
            Window = 3,
            Series = "g",
            Rolling = true,
        };
        var table = TableScoring.Predict(Save(file), Table(), options);
        Assert.Equal(["g", "row", "y[0]", "y[1]"], table.Header);
        using var raw = new RawGraph(file);
        var expected = GetSeries().SelectMany(series => Enumerable.Range(0, series.Rows.Length - 2).Select(start => (
            Keys: new[] { series.Name, $"{start + 3}" },
            Values: raw.Run(
                [
                    Tensor("sequence", [.. series.Rows[start..(start + 3)].SelectMany(row => Pick(row, 2, 0, 1))], 1, 3, 3),
                    Tensor("static", Pick(series.Rows[start + 2], 4, 0), 1, 2),
                ],
                "y")[0].Values)));
        Check(expected, table, keys: 2);
        Assert.Equal("4 rows are not scored: the first 2 rows of each series only start its first window of 3.", Assert.Single(table.Notes));
    }

    [Fact]
    public void Predict_OutputsAtEveryStepWithCategories_HaveARowForEachStep()
    {
        var file = ForeignKinds.Create("categories");
        var options = new TableScoringOptions
        {
            Features = ["a", "b"],
            InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["category"] = ["k"] },
            Sequence = "g",
        };
        var table = TableScoring.Predict(Save(file), Table(), options);
        Assert.Equal(["g", "row", "y[0]", "y[1]", "y[2]"], table.Header);
        using var raw = new RawGraph(file);
        var expected = GetSeries().SelectMany(series =>
        {
            var steps = series.Rows.Length;
            var values = raw.Run(
                [
                    Tensor("numbers", [.. series.Rows.SelectMany(row => Pick(row, 0, 1))], steps, 1, 2),
                    Tensor("category", [.. series.Rows.Select(row => row[5])], steps, 1),
                ],
                "y")[0].Values;
            return values.Chunk(3).Select((chunk, step) => (Keys: new[] { series.Name, $"{step + 1}" }, Values: chunk));
        });
        Check(expected, table, keys: 2);

        var rolling = TableScoring.Predict(Save(file), Table(), options with { Sequence = null, Series = "g", Window = 4, Rolling = true });
        Assert.Equal(["g", "row", "origin", "y[0]", "y[1]", "y[2]"], rolling.Header);
        Assert.Equal(["s", "1", "4"], rolling.Rows[0].Take(3));
        Assert.Equal(4 * (4 + 1), rolling.Rows.Count);
        Assert.Equal(table.Rows[^1].Skip(2), rolling.Rows[^1].Skip(3));
    }

    [Theory]
    [InlineData("cell", "x", "y", "h_in h_out", 2)]
    [InlineData("step", "frame", "y", "h0 hn c0 cn", 1)]
    public void Predict_FileWithStates_CarriesThemFromRowToRowOfASeries(string kind, string input, string output, string states, int batch)
    {
        var file = ForeignKinds.Create(kind);
        var table = TableScoring.Predict(Save(file), Table(), new TableScoringOptions { Features = ["a", "b", "d"], Series = "g" });
        using var raw = new RawGraph(file);
        var pairs = states.Split(' ').Chunk(2).ToArray();
        var expected = new List<(string[], float[])>();
        foreach (var (name, rows) in GetSeries())
        {
            var current = pairs.Select(pair => Fill(raw, pair[0], batch, [])).ToList();
            foreach (var (index, row) in rows.Index())
            {
                var results = raw.Run([Fill(raw, input, batch, Pick(row, 0, 1, 3)), .. current], [output, .. pairs.Select(pair => pair[1])]);
                expected.Add(([name, $"{index + 1}"], results[0].Values[..(results[0].Values.Length / batch)]));
                current = [.. results.Skip(1).Zip(pairs, (state, pair) => state with { Name = pair[0] })];
            }
        }

        Check(expected, table, keys: 2);
        Assert.Equal("The states of the file are zeros at the start of each series, and are carried from row to row.", Assert.Single(table.Notes));
    }

    [Fact]
    public void Predict_LogProbabilities_HasTheClassAndTheProbabilities()
    {
        var file = ForeignGraphs.Build(g =>
        {
            var steps = g.Node("Transpose", "tm", [g.Input("x", DataType.Float, "b", "t", 2)], ForeignGraphs.List("perm", 1, 0, 2));
            var states = g.Lstm("l", steps, 2, 4);
            g.Node("LogSoftmax", "y", [g.Node("MatMul", "scores", [states, g.Weights("head", 4, 3)])], ForeignGraphs.Integer("axis", 1));
            g.Output("y", DataType.Float, "b", 3);
        });
        var table = TableScoring.Predict(Save(file), Table(), new TableScoringOptions { Features = ["a", "b"], Window = Rows });
        Assert.Equal(["row", "y[0]", "y[1]", "y[2]", "class", "p(0)", "p(1)", "p(2)"], table.Header);
        using var raw = new RawGraph(file);
        var expected = raw.Run([Tensor("x", [.. _values.SelectMany(row => Pick(row, 0, 1))], 1, Rows, 2)], "y")[0].Values;
        var cells = Assert.Single(table.Rows);
        Check([(["11"], [.. expected, Array.IndexOf(expected, expected.Max()), .. expected.Select(MathF.Exp)])], table, keys: 1);
        Assert.Equal($"{Array.IndexOf(expected, expected.Max())}", cells[4]);
    }

    [Fact]
    public void Predict_Tokens_AreReadFromOneColumn()
    {
        var file = ForeignGraphs.Build(g =>
        {
            g.Node("Gather", "embedded", [g.Weights("table", 5, 3), g.Input("ids", DataType.Int64, "b", "t")]);
            var states = g.Lstm("l", g.Node("Transpose", "tm", ["embedded"], ForeignGraphs.List("perm", 1, 0, 2)), 3, 4);
            g.Node("MatMul", "y", [states, g.Weights("head", 4, 1)]);
            g.Output("y", DataType.Float, "b", 1);
        });
        var table = TableScoring.Predict(Save(file), Table(), new TableScoringOptions { Features = ["k"], Window = 6 });
        using var raw = new RawGraph(file);
        Check([(["11"], raw.Run([Tensor("ids", [.. _values[^6..].Select(row => row[5])], 1, 6)], "y")[0].Values)], table, keys: 1);
        var error = Assert.Throws<SequenceDataException>(
            () => TableScoring.Predict(Save(file), Table(), new TableScoringOptions { Features = ["a"], Window = 6 }));
        Assert.EndsWith("is not a token ID, expected a whole number from 0 to 4.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_RowsWithAllTimeSteps_AreSequences()
    {
        var file = ForeignGraphs.Build(g =>
        {
            var states = g.Lstm("l", g.Node("Transpose", "tm", [g.Input("x", DataType.Float, "b", 2, 2)], ForeignGraphs.List("perm", 1, 0, 2)), 2, 4);
            g.Node("MatMul", "y", [states, g.Weights("head", 4, 1)]);
            g.Output("y", DataType.Float, "b", 1);
        });
        var table = TableScoring.Predict(Save(file), Table(), new TableScoringOptions { Features = ["a", "b", "c", "d"] });
        using var raw = new RawGraph(file);
        var expected = raw.Run([Tensor("x", [.. _values.SelectMany(row => row[..4])], Rows, 2, 2)], "y")[0].Values;
        Check(expected.Select((value, index) => (new[] { $"{index + 1}" }, new[] { value })), table, keys: 1);
    }

    [Fact]
    public void Predict_MissingOptions_AreNamedWithWhatTheFileHas()
    {
        var path = Save(ForeignKinds.Create("static"));
        const string File = " It has the inputs sequence Float [b, t, 3], static Float [b, 2] and the outputs y Float [b, 2].";
        Assert.Equal(
            $"Model file '{path}' carries no model card.{File} To score a table, specify Features (the 3 columns of the input "
                + "'sequence', in its order), InputColumns (the 2 columns of the input 'static'; or InputValues with fixed values), "
                + "Window (the number of rows in each window) or Sequence (the column that identifies whole sequences).",
            Refuse(new TableScoringOptions()));
        var complete = new TableScoringOptions
        {
            Features = ["a", "b", "c"],
            InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["static"] = ["d", "e"] },
            Window = 3,
        };
        Assert.Equal("Window is 0, expected at least 1.", Refuse(complete with { Window = 0 }));
        Assert.StartsWith(
            "Features names 2 columns, expected 3 for each time step: model file '",
            Refuse(complete with { Features = ["a", "b"] }),
            StringComparison.Ordinal);
        Assert.Equal("Window cannot be combined with Sequence: every sequence is scored as a whole.", Refuse(complete with { Sequence = "g" }));
        Assert.StartsWith(
            "InputColumns names 1 column for the input static [batch, 2], expected 2: model file",
            Refuse(complete with { InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["static"] = ["d"] } }),
            StringComparison.Ordinal);
        var error = Assert.Throws<SequenceDataException>(() => TableScoring.Predict(path, Table(), complete with { Series = "g", Window = 5 }));
        Assert.Equal("t.csv: 'r' has 4 rows, expected at least 5 for a window of 5.", error.Message);

        string Refuse(TableScoringOptions options) => Assert.Throws<ArgumentException>(() => TableScoring.Predict(path, Table(), options)).Message;
    }

    [Fact]
    public void Predict_CategoryThatIsNotWhole_IsRefused()
    {
        var options = new TableScoringOptions
        {
            Features = ["a", "b"],
            InputColumns = new Dictionary<string, IReadOnlyList<string>> { ["category"] = ["c"] },
            Window = 2,
        };
        var error = Assert.Throws<SequenceDataException>(() => TableScoring.Predict(Save(ForeignKinds.Create("categories")), Table(), options));
        Assert.EndsWith("is not a whole number, which the input 'category' requires.", error.Message, StringComparison.Ordinal);
    }

    private static float[] Pick(float[] row, params int[] columns) => [.. columns.Select(column => row[column])];

    private static ForeignTensor Tensor(string name, float[] values, params int[] shape) => new(name, "", shape, values);

    // The values of the first sequence of a batch, and zeros for the others.
    private static ForeignTensor Fill(RawGraph raw, string name, int batch, float[] values)
    {
        int[] shape = [.. raw.GetShape(name).Select(size => size < 0 ? batch : size)];
        var all = new float[shape.Aggregate(1, (size, axis) => size * axis)];
        values.CopyTo(all, 0);
        return Tensor(name, all, shape);
    }

    private static void Check(IEnumerable<(string[] Keys, float[] Values)> expected, PredictionTable table, int keys)
    {
        var rows = expected.ToList();
        Assert.Equal(rows.Count, table.Rows.Count);
        foreach (var ((key, values), cells) in rows.Zip(table.Rows))
        {
            Assert.Equal(key, cells.Take(keys));
            Assert.Equal(values.Length, cells.Count - keys);
            foreach (var (value, cell) in values.Zip(cells.Skip(keys)))
                Assert.Equal(value, float.Parse(cell, CultureInfo.InvariantCulture), 1e-5f);
        }
    }

    private string Save(byte[] file)
    {
        File.WriteAllBytes(_folder["m.onnx"], file);
        return _folder["m.onnx"];
    }

    private (string Name, float[][] Rows)[] GetSeries() =>
    [
        ("s", [.. _values.Where((_, row) => GetSeriesName(row) == "s")]),
        ("r", [.. _values.Where((_, row) => GetSeriesName(row) == "r")]),
    ];

    private static string GetSeriesName(int row) => row % 3 == 1 ? "r" : "s";

    private TableSource Table() => TestTables.FromText("g,a,b,c,d,e,k\n" + string.Concat(_values.Select((row, index) =>
        $"{GetSeriesName(index)},{string.Join(',', row.Select(value => value.ToString(CultureInfo.InvariantCulture)))}\n")));
}
