using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class EstimatorTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool, string> Promises => new()
    {
        { "forecast 1", false, "Scalar Single" },
        { "forecast 3x2", false, "Vector Single" },
        { "classify", false, "Vector Single (SlotNames Vector String)" },
        { "tag", false, "Vector Single" },
        { "tag", true, "VariableVector Single" },
        { "forecast 3x2", true, "Vector Single" },
        { "encode", true, "Vector Single" },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void GetOutputSchema_EveryTask_MatchesTransform(string task, bool ragged, string expected)
    {
        var view = _context.View(SequenceData.Rows(3, length: 4), ragged ? null : 4);
        var estimator = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(File(task)));
        var promised = estimator.GetOutputSchema(ShapeOf(view));
        var actual = estimator.Fit(view).Transform(view);
        Assert.Equal(expected, Describe(promised.Single(column => column.Name == "Score")));
        Assert.Equal(
            promised.Select(column => $"{column.Name} {Describe(column)}").Order(),
            ShapeOf(actual).Select(column => $"{column.Name} {Describe(column)}").Order());
    }

    [Fact]
    public void GetOutputSchema_OutputHidesAColumn_PromisesTheNewOne()
    {
        var view = _context.View(SequenceData.Rows(3, length: 4), 4);
        var estimator = _context.Transforms.ApplyRecurrentModel("Row", "Sequence", _folder.Write(File("classify")));
        Assert.Equal(
            "Vector Single (SlotNames Vector String)",
            Describe(Assert.Single(estimator.GetOutputSchema(ShapeOf(view)), column => column.Name == "Row")));
        Assert.Equal(3, SequenceData.Scores(estimator.Fit(view).Transform(view), "Row").Length);
    }

    [Fact]
    public void Fit_NoSuchColumn_NamesTheColumns()
    {
        var view = _context.View(SequenceData.Rows(3, length: 4), 4);
        var estimator = _context.Transforms.ApplyRecurrentModel("Score", "Features", _folder.Write(File("window")));
        const string Message =
            "Schema mismatch for input column 'Features': expected Vector<Single> of 20 x 2 [time, features], got no such column. "
            + "The available columns are: 'Row', 'Label', 'Sequence'. (Parameter 'inputSchema')";
        Assert.Equal(Message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(view)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeOf(view))).Message);
    }

    [Theory]
    [InlineData(nameof(Wrong.Text), "String", "String")]
    [InlineData(nameof(Wrong.Doubles), "Vector<Double, 4>", "Vector<Double>")]
    [InlineData(nameof(Wrong.Scalar), "Single", "Single")]
    [InlineData(nameof(Wrong.Odd), "Vector<Single, 5>", null)]
    [InlineData(nameof(Wrong.Key), "Key<UInt32, 0-4>", "Key<UInt32>")]
    public void Fit_WrongColumn_StatesTheExpectedInput(string column, string got, string? gotShape)
    {
        var view = _context.Data.LoadFromEnumerable([new Wrong()]);
        var estimator = _context.Transforms.ApplyRecurrentModel("Score", column, _folder.Write(File("window")));
        string Message(string type) =>
            $"Schema mismatch for input column '{column}': expected Vector<Single> of 20 x 2 [time, features], got {type}. "
            + "Provide a vector whose size is a multiple of 2: ml.Transforms.Conversion.ConvertType converts numbers to Single; "
            + "ml.Transforms.Concatenate joins columns. "
            + "(Parameter 'inputSchema')";
        Assert.Equal(Message(got), Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(view)).Message);
        if (gotShape is not null)
            Assert.Equal(Message(gotShape), Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeOf(view))).Message);
    }

    [Fact]
    public void Transform_OtherSchemaThanFitted_IsRefused()
    {
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(File("forecast 1"))).Fit(_context.View([], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(_context.Data.LoadFromEnumerable([new Wrong()])));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.GetOutputSchema(_context.Data.LoadFromEnumerable([new Wrong()]).Schema));
    }

    [Fact]
    public void ApplyRecurrentModel_InvalidOptions_ListsEveryError()
    {
        var options = new RecurrentScoringOptions { OutputColumnName = "", InputColumnName = " ", ModelFile = "", BatchSize = 0 };
        var exception = Assert.Throws<ArgumentException>(() => _context.Transforms.ApplyRecurrentModel(options));
        Assert.Equal(
            "The scoring options are invalid: OutputColumnName is empty; InputColumnName is empty; ModelFile is empty; "
            + "BatchSize is 0, expected 1 to 65536.",
            exception.Message);
    }

    [Fact]
    public void ApplyRecurrentModel_MissingFile_NamesIt()
    {
        var exception = Assert.Throws<RecurrentModelException>(() => _context.Transforms.ApplyRecurrentModel("Score", "Sequence", "nowhere.onnx"));
        Assert.Equal("Model file 'nowhere.onnx' does not exist: train and export a model, or correct the path.", exception.Message);
    }

    [Fact]
    public void Create_FromBytes_ScoresLikeTheFile()
    {
        var view = _context.View(SequenceData.Rows(5, length: 4), 4);
        var bytes = File("forecast 1");
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = "in memory" };
        var created = RecurrentTransformer.Create(bytes, options, view.Schema);
        var applied = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(bytes)).Fit(view);
        Assert.Equal(SequenceData.Scores(applied.Transform(view)), SequenceData.Scores(created.Transform(view)));
        Assert.Equal(2, created.Card.Network.Features);
    }

    private static byte[] File(string task) => task switch
    {
        "forecast 1" => TestFile.Create(TestFile.Forecast(features: 2)),
        "forecast 3x2" => TestFile.Create(TestFile.Forecast(features: 2, horizon: 3, targets: 2)),
        "classify" => TestFile.Create(TestFile.Classify(features: 2, classes: 3), labels: ["a", "b", "c"]),
        "tag" => TestFile.Create(TestFile.Tag(features: 2, classes: 3)),
        "window" => TestFile.Create(TestFile.Forecast(features: 2), window: 20),
        _ => TestFile.Create(TestFile.Forecast(features: 2) with { Task = RecurrentTask.Encode }),
    };

    private static SchemaShape ShapeOf(IDataView view) => ShapeRecorder.ShapeOf(view);

    private static string Describe(SchemaShape.Column column)
    {
        var annotations = string.Concat(column.Annotations.Select(annotation => $" ({annotation.Name} {Describe(annotation)})"));
        return $"{column.Kind} {(column.IsKey ? "Key " : "")}{column.ItemType}{annotations}";
    }

    private sealed class Wrong
    {
        public string Text { get; set; } = "";

        [VectorType(4)]
        public double[] Doubles { get; set; } = [1, 2, 3, 4];

        public float Scalar { get; set; }

        [VectorType(5)]
        public float[] Odd { get; set; } = [1, 2, 3, 4, 5];

        [KeyType(5)]
        public uint Key { get; set; }
    }
}
