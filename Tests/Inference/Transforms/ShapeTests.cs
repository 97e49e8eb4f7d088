using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The dimensions of input columns: [time, features] is not [features, time].</summary>
public sealed class ShapeTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Flatten = "Transpose the values; if they are in the order [time, features] already, ml.Transforms.Concatenate makes a "
        + "column of one dimension from them.";

    private const string Last = "The last dimension is the number of features in each time step, expected 4. " + Flatten;

    private const string Unclear = "A sequence has the dimensions [time, features], with a known number of features: only dimensions of size 1 may "
        + "precede them. " + Flatten;

    [Theory]
    [InlineData(20, 4)]
    [InlineData(1, 4)]
    [InlineData(1, 20, 4)]
    [InlineData(1, 1, 5, 4)]
    [InlineData(0, 4)]
    [InlineData(1, 0, 4)]
    [InlineData(80)]
    [InlineData(0)]
    public void Fit_DimensionsOfTheModel_ScoreLikeOneDimension(params int[] dimensions)
    {
        var size = dimensions.Aggregate(1, (product, next) => product * next);
        var rows = SequenceData.Rows(5, size == 0 ? 24 : size);
        var estimator = Estimator(TestFile.Forecast(features: 4));

        var expected = estimator.Fit(_context.View(rows, null)).Transform(_context.View(rows, null));
        var view = _context.ViewOf(rows, dimensions);
        var scored = estimator.Fit(view).Transform(view);

        SequenceData.AssertEqual(SequenceData.Scores(expected), SequenceData.Scores(scored), 0);
    }

    [Theory]
    [InlineData(Last, 4, 20)]
    [InlineData(Last, 20, 1)]
    [InlineData(Last, 1, 80)]
    [InlineData(Last, 0, 8)]
    [InlineData(Last, 20, 8)]
    [InlineData(Last, 1, 4, 20)]
    [InlineData(Last, 4, 1)]
    [InlineData(Unclear, 20, 0)]
    [InlineData(Unclear, 0, 0)]
    [InlineData(Unclear, 20, 1, 4)]
    [InlineData(Unclear, 20, 2, 2)]
    [InlineData(Unclear, 2, 10, 4)]
    [InlineData(Unclear, 0, 20, 4)]
    [InlineData("Provide a vector whose size is a multiple of 4: ml.Transforms.Conversion.ConvertType converts numbers to Single; "
        + "ml.Transforms.Concatenate joins columns.", 82)]
    public void EveryWay_ContradictingDimensions_AreRefusedByName(string error, params int[] dimensions)
    {
        var contradiction = _context.ViewOf([], dimensions);
        var estimator = Estimator(TestFile.Forecast(features: 4));
        ITransformer transformer = estimator.Fit(_context.ViewOf([], 20, 4));
        var message = $"Schema mismatch for input column 'Sequence': expected Vector<Single> of any x 4 [time, features], got "
            + $"{contradiction.Schema["Sequence"].Type}. {error} (Parameter 'inputSchema')";
        Action[] ways =
        [
            () => estimator.Fit(contradiction),
            () => transformer.Transform(contradiction),
            () => transformer.GetOutputSchema(contradiction.Schema),
            () => transformer.GetRowToRowMapper(contradiction.Schema),
            () => _context.Transforms.CopyColumns("Copy", "Sequence").Append(estimator).Fit(contradiction),
        ];

        Assert.All(ways, way => Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(way).Message));
    }

    [Property(MaxTest = 100)]
    public void Fit_TwoDimensions_AreAcceptedIfTheLastIsTheFeatures(PositiveInt features, PositiveInt time, PositiveInt width)
    {
        var file = TestFile.Forecast(features: 1 + (features.Get % 5));
        var view = _context.ViewOf([], 1 + (time.Get % 6), 1 + (width.Get % 5));
        var fits = 1 + (width.Get % 5) == file.Features;

        var exception = Record.Exception(() => Estimator(file).Fit(view));

        Assert.Equal(fits, exception is null);
        Assert.True(exception is null or ArgumentOutOfRangeException);
    }

    [Fact]
    public void CreatePredictionEngine_TransposedClass_IsRefused()
    {
        var model = Estimator(TestFile.Forecast(features: 4)).Fit(_context.ViewOf([], 20, 4));

        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.CreatePredictionEngine<Transposed, Forecast>(model));
        using var engine = _context.Model.CreatePredictionEngine<Sequence, Forecast>(model);
        Assert.True(float.IsFinite(engine.Predict(new Sequence { Values = new float[80] }).Score));
    }

    [Fact]
    public void LoadRecurrent_TransposedData_AreRefused()
    {
        var view = _context.ViewOf(SequenceData.Rows(3, 80), 20, 4);
        var model = Estimator(TestFile.Forecast(features: 4)).Fit(view);
        _context.Model.Save(model, view.Schema, _folder["pipeline.zip"]);

        var loaded = _context.Model.LoadRecurrent(_folder["pipeline.zip"], out var schema);
        var stock = _context.Model.Load(_folder["pipeline.zip"], out _);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 20, 4), schema["Sequence"].Type);
        SequenceData.AssertEqual(SequenceData.Scores(model.Transform(view)), SequenceData.Scores(loaded.Transform(view)));
        SequenceData.AssertEqual(SequenceData.Scores(model.Transform(view)), SequenceData.Scores(stock.Transform(view)));
        Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Transform(_context.ViewOf([], 4, 20)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void SlideWindows_BeforeAModelOfOtherFeatures_AreRefused(int columns)
    {
        var rows = SequenceData.Rows(40, 1);
        var windows = _context.Data.SlideWindows(
            _context.ViewOf(rows, 1), new SlidingWindowOptions { InputColumnNames = [.. new[] { "Label", "Sequence" }.Take(columns)], Window = 20 });

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Estimator(TestFile.Forecast(features: 4), "Window").Fit(windows));

        Assert.Contains($"got Vector<Single, 20, {columns}>. {Last}", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(Estimator(TestFile.Forecast(features: columns), "Window").Fit(windows));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void SlideWindows_SavedPipeline_OpensInStockMlNet(bool ragged, bool pair)
    {
        var data = _context.Data.SlideWindows(_context.ViewOf(SequenceData.Rows(12, 1), 1), new SlidingWindowOptions
        {
            InputColumnNames = pair ? ["Label", "Sequence"] : ["Label"],
            Window = 4,
            IncompleteWindows = ragged ? IncompleteWindowPolicy.KeepShort : IncompleteWindowPolicy.Drop,
        });
        var pipeline = _context.Transforms.CopyColumns("Copy", "Window").Append(Estimator(TestFile.Forecast(features: pair ? 2 : 1), "Copy"));
        var fitted = pipeline.Fit(data);
        _context.Model.Save(fitted, data.Schema, _folder["pipeline.zip"]);

        var stock = new MLContext().Model.Load(_folder["pipeline.zip"], out var schema);

        Assert.Equal(data.Schema["Window"].Type, schema["Window"].Type);
        SequenceData.AssertEqual(SequenceData.Scores(fitted.Transform(data)), SequenceData.Scores(stock.Transform(data)));
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(true, 1, 20)]
    [InlineData(true, 20, 1)]
    [InlineData(true, 1, 0)]
    [InlineData(false, 4, 5)]
    [InlineData(false, 0, 5)]
    [InlineData(false, 0, 0)]
    public void Fit_Tokens_HaveOneDimension(bool fits, params int[] dimensions)
    {
        var file = TestFile.Classify(1, classes: 3).WithTokens(TokenData.Vocabulary);
        var estimator = Estimator(file, "Tokens");
        foreach (PrimitiveDataViewType item in new PrimitiveDataViewType[] { NumberDataViewType.Int64, new KeyDataViewType(typeof(uint), 3) })
        {
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("Tokens", new VectorDataViewType(item, dimensions));
            var schema = builder.ToSchema();
            var transformer = estimator.Fit(_context.Data.LoadFromEnumerable([new TokenRow()]));

            var exception = Record.Exception(() => transformer.GetOutputSchema(schema));

            if (fits)
                Assert.Null(exception);
            else
                AssertRefused("A sequence of tokens has one dimension", exception);
        }
    }

    [Theory]
    [InlineData(76, 20, 4)]
    [InlineData(84, 20, 4)]
    [InlineData(4, 1, 20, 4)]
    [InlineData(0, 20, 4)]
    [InlineData(79, 80)]
    [InlineData(160, 80)]
    public void Transform_RowContradictsTheType_IsRefusedByItsNumber(int length, params int[] dimensions)
    {
        var view = _context.ViewOf(SequenceData.Rows(80, length, 80), dimensions);
        var scored = Estimator(TestFile.Forecast(features: 4)).Fit(view).Transform(view);

        var exception = Assert.ThrowsAny<Exception>(() => SequenceData.Scores(scored));

        Assert.Equal(
            $"Input column 'Sequence', row 1: expected 80 values, because the type of the column is {view.Schema["Sequence"].Type}, got {length}. "
            + "Correct the row, or use a vector of unknown size, such as an array without [VectorType], for sequences of different lengths.",
            exception.GetBaseException().Message);
    }

    [Fact]
    public void Predict_RowContradictsTheType_IsRefused()
    {
        var model = Estimator(TestFile.Forecast(features: 4)).Fit(_context.ViewOf([], 20, 4));
        using var engine = _context.Model.CreatePredictionEngine<Sequence, Forecast>(model);

        var exception = Assert.Throws<InvalidOperationException>(() => engine.Predict(new Sequence { Values = new float[76] }));

        Assert.Contains("expected 80 values, because the type of the column is Vector<Single, 20, 4>, got 76.", exception.Message,
            StringComparison.Ordinal);
        Assert.True(float.IsFinite(engine.Predict(new Sequence { Values = new float[80] }).Score));
    }

    [Fact]
    public void Transform_TokensContradictTheType_AreRefused()
    {
        var definition = SchemaDefinition.Create(typeof(TokenRow));
        definition[nameof(TokenRow.Tokens)].ColumnType = new VectorDataViewType(NumberDataViewType.Int64, 4);
        var view = _context.Data.LoadFromEnumerable([new TokenRow { Tokens = [0, 1, 2] }], definition);
        var file = TestFile.Classify(1, classes: 3).WithTokens(TokenData.Vocabulary);

        var scored = Estimator(file, "Tokens").Fit(view).Transform(view);

        var exception = Assert.ThrowsAny<Exception>(() => SequenceData.Scores(scored)).GetBaseException();
        Assert.StartsWith(
            "Input column 'Tokens', row 0: expected 4 values, because the type of the column is Vector<Int64, 4>, got 3.", exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SlideWindows_RowContradictsTheType_IsRefused(int length)
    {
        var view = _context.ViewOf(SequenceData.Rows(2, 2, length, 2), 2);
        var windows = _context.Data.SlideWindows(view, new SlidingWindowOptions { InputColumnNames = ["Sequence"], Window = 2 });

        var exception = Assert.ThrowsAny<Exception>(() => windows.GetColumn<float[]>("Window").ToArray()).GetBaseException();

        Assert.StartsWith(
            $"Column 'Sequence', row 2: expected 2 values, because the type of the column is Vector<Single, 2>, got {length}.", exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 12)]
    [InlineData(true, 0)]
    [InlineData(false, 11)]
    [InlineData(false, 1)]
    public void Fit_FewerStepsThanTheBaselineNeeds_IsRefused(bool fits, int time)
    {
        var file = TestFile.Forecast(features: 2);
        var baseline = file.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 12, TargetFeatures = [0] };
        file = file with { Forecast = baseline };

        var exception = Record.Exception(() => Estimator(file).Fit(_context.ViewOf([], time, 2)));

        if (fits)
            Assert.Null(exception);
        else
            AssertRefused("requires at least 12 time steps", exception);
    }

    private static void AssertRefused(string error, Exception? exception) =>
        Assert.Contains(error, Assert.IsType<ArgumentOutOfRangeException>(exception).Message, StringComparison.Ordinal);

    private RecurrentScoringEstimator Estimator(NetworkDescription network, string column = "Sequence") =>
        _context.Transforms.ApplyRecurrentModel("Score", column, _folder.Write(TestFile.Create(network)));

    private sealed class Sequence
    {
        [ColumnName("Sequence"), VectorType(20, 4)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Transposed
    {
        [ColumnName("Sequence"), VectorType(4, 20)]
        public float[] Values { get; set; } = [];
    }

    private sealed class TokenRow
    {
        public long[] Tokens { get; set; } = [];
    }

    private sealed class Forecast
    {
        public float Score { get; set; }
    }
}
