using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The sizes that trainers infer from the dimensions of columns, and the contradictions that they reject before they train.</summary>
public sealed class TrainerShapeTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(4, 20, null, 20, 4)]
    [InlineData(4, 20, 4, 20, 4)]
    [InlineData(4, 20, null, 1, 20, 4)]
    [InlineData(4, null, null, 0, 4)]
    [InlineData(1, 80, null, 80)]
    [InlineData(1, null, null, 0)]
    [InlineData(4, 20, 4, 80)]
    [InlineData(4, null, 4, 0)]
    [InlineData(80, 1, null, 1, 80)]
    [InlineData(1, 80, null, 80, 1)]
    public void EveryTrainer_Dimensions_DetermineTheFeatures(int features, int? time, int? option, params int[] dimensions)
    {
        foreach (var (name, trainer) in Trainers(option))
        {
            var transformer = trainer.Fit(View(dimensions, tags: name == "Tags" ? time ?? 80 / features : 1));

            Assert.Equal((features, time), (transformer.Card.Network.Features, transformer.Card.Window));
        }
    }

    [Theory]
    [InlineData(3, "Vector<Single, 20, 4>", 20, 4)]
    [InlineData(1, "Vector<Single, 20, 4>", 20, 4)]
    [InlineData(4, "Vector<Single, 4, 20>", 4, 20)]
    [InlineData(4, "Vector<Single, 80, 1>", 80, 1)]
    [InlineData(20, "Vector<Single, 1, 20, 4>", 1, 20, 4)]
    [InlineData(2, "Vector<Single, *, 4>", 0, 4)]
    public void EveryTrainer_FeaturesContradictTheColumn_AreRefusedBeforeTheFit(int option, string type, params int[] dimensions) =>
        Refused(
            option,
            dimensions,
            $"Schema mismatch for input column 'Values': expected {option} as the last dimension of [time, features], because Features is {option}, "
            + $"got {type}. Leave Features out to use the {dimensions[^1]} of the column, or correct the type of the column. (Parameter 'schema')");

    [Theory]
    [InlineData("Vector<Single, 20, *>", 20, 0)]
    [InlineData("Vector<Single, 4, 5, 4>", 4, 5, 4)]
    [InlineData("Vector<Single, 20, 1, 4>", 20, 1, 4)]
    public void EveryTrainer_UnclearDimensions_AreRefusedBeforeTheFit(string type, params int[] dimensions) =>
        Refused(
            null,
            dimensions,
            $"Schema mismatch for input column 'Values': expected Vector<Single> of any x 1 [time, features], got {type}. A sequence has the "
            + "dimensions [time, features], with a known number of features: only dimensions of size 1 may precede them. Transpose the values; if "
            + "they are in the order [time, features] already, ml.Transforms.Concatenate makes a column of one dimension from them. "
            + "(Parameter 'inputSchema')");

    [Theory]
    [InlineData(3, 2, null, 3, 2)]
    [InlineData(3, 2, 2, 3, 2)]
    [InlineData(3, 2, 2, 6)]
    [InlineData(6, 1, null, 6)]
    [InlineData(6, 1, null, 6, 1)]
    [InlineData(1, 6, null, 1, 6)]
    [InlineData(3, 2, null, 1, 3, 2)]
    public void Forecaster_LabelDimensions_DetermineTheTargets(int horizon, int targets, int? option, params int[] dimensions)
    {
        var forecast = Trainer(_context.Recurrent.Forecaster, "Labels", null, option).Fit(View([20, 4], label: dimensions)).Card.Network.Forecast;

        Assert.Equal((horizon, targets), (forecast.Horizon, forecast.Targets));
    }

    [Theory]
    [InlineData(3, "3 as the last dimension of [horizon, targets], because Targets is 3, got Vector<Single, 3, 2>. Leave Targets out to use the 2 of "
        + "the column, or correct the type of the column.", 3, 2)]
    [InlineData(1, "1 as the last dimension of [horizon, targets], because Targets is 1, got Vector<Single, 3, 2>. Leave Targets out to use the 2 of "
        + "the column, or correct the type of the column.", 3, 2)]
    [InlineData(null, "the dimensions [horizon, targets], which only dimensions of size 1 may precede, got Vector<Single, 3, 2, 1>.", 3, 2, 1)]
    [InlineData(4, "a size that is a multiple of 4 targets, got Vector<Single, 6>.", 6)]
    public void Forecaster_LabelContradicts_IsRefusedBeforeTheFit(int? option, string error, params int[] dimensions)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => Trainer(_context.Recurrent.Forecaster, "Labels", null, option).Fit(View([20, 4], label: dimensions)));

        Assert.Equal($"Schema mismatch for label column 'Labels': expected {error} (Parameter 'schema')", exception.Message);
    }

    [Theory]
    [InlineData("one key for each of the 20 time steps of input column 'Values', got Vector<Key<UInt32, 0-2>, 80>", 80)]
    [InlineData("one key for each of the 20 time steps of input column 'Values', got Vector<Key<UInt32, 0-2>, 19>", 19)]
    [InlineData("one key for each time step, [time], got Vector<Key<UInt32, 0-2>, 4, 5>", 4, 5)]
    public void Tagger_LabelContradictsTheSteps_IsRefusedBeforeTheFit(string error, params int[] tags)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => Trainer(_context.Recurrent.Tagger, "Tags").Fit(View([20, 4], tagDimensions: tags)));

        Assert.Equal($"Schema mismatch for label column 'Tags': expected {error}. (Parameter 'schema')", exception.Message);
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(true, 1, 20)]
    [InlineData(true, 20, 1)]
    [InlineData(true, 0)]
    public void Tagger_LabelOfOneDimension_IsTaken(bool fits, params int[] tags) =>
        Assert.Equal(fits, Trainer(_context.Recurrent.Tagger, "Tags").Fit(View([20, 4], tags: 20, tagDimensions: tags)).Card.Network.Features == 4);

    [Fact]
    public void Fit_ValidationData_FollowTheTrainingData()
    {
        var trainer = Trainer(_context.Recurrent.Forecaster, "Labels");
        var training = View([20, 4], label: [3, 2]);

        Assert.Equal(4, trainer.Fit(training, View([80], label: [6])).Card.Network.Features);
        Assert.StartsWith(
            "Schema mismatch for input column 'Values': expected 4 as the last dimension of [time, features]",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(training, View([4, 20], label: [3, 2]))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Schema mismatch for label column 'Labels' of the validation data: expected Vector<Single, 3, 2>, as in the training data, got "
            + "Vector<Single, 2, 2>.",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(training, View([20, 4], label: [2, 2]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FewerStepsThanTheBaselineNeeds_IsRefusedBeforeTheFit()
    {
        var options = TrainerTests.Quick("Values", "Number") with
        {
            ConfigureNetwork = network => network with
            {
                Forecast = network.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 24, TargetFeatures = [0] },
            },
        };

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Recurrent.Forecaster(options).Fit(View([20, 4])));

        Assert.EndsWith(
            "The residual baseline of the model requires at least 24 time steps: provide a longer history. (Parameter 'inputSchema')",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void GetOutputSchema_TwoDimensions_MatchesTheFit() =>
        TrainerTests.SamePromise(Trainer(_context.Recurrent.Forecaster, "Labels"), View([20, 4], label: [3, 2]));

    [Fact]
    public void SlideWindows_SeveralColumns_TrainWithTheirFeatures()
    {
        var windows = _context.Data.SlideWindows(
            View([4]), new SlidingWindowOptions { InputColumnNames = ["Values", "Number"], Window = 3, StepsAhead = 1 });

        var card = Trainer(_context.Recurrent.Forecaster, "Number", input: "Window").Fit(windows).Card;

        Assert.Equal((5, 3), (card.Network.Features, card.Window));
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(true, 1, 8)]
    [InlineData(true, 0)]
    [InlineData(false, 2, 4)]
    [InlineData(false, 0, 4)]
    public void LanguageModel_Tokens_HaveOneDimension(bool fits, params int[] dimensions)
    {
        var trainer = _context.Recurrent.LanguageModel(new LanguageTrainerOptions
        {
            InputColumnName = "Tags",
            HiddenSize = 4,
            EmbeddingSize = 2,
            ParallelStreams = 2,
            Fit = new FitOptions { Epochs = 1, TruncatedBpttSteps = 4 },
        });

        var exception = Record.Exception(() => trainer.Fit(View([20, 4], tags: 8, tagDimensions: dimensions)));

        if (fits)
            Assert.Null(exception);
        else
        {
            var message = Assert.IsType<ArgumentOutOfRangeException>(exception).Message;
            Assert.Contains("expected String, or Vector<Key> of tokens [time]", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "Number", "Input column 'Values', row 1: expected 80 values, because the type of the column is "
        + "Vector<Single, 20, 4>, got 76.", 76, 6, 20)]
    [InlineData(
        "Class", "Input column 'Values', row 1: expected 80 values, because the type of the column is "
        + "Vector<Single, 20, 4>, got 84.", 84, 6, 20)]
    [InlineData(
        "Labels", "Label column 'Labels', row 1: expected 6 values, because the type of the column is "
        + "Vector<Single, 6>, got 4.", 80, 4, 20)]
    [InlineData(
        "Labels", "Label column 'Labels', row 1: expected 6 values, because the type of the column is "
        + "Vector<Single, 6>, got 8.", 80, 8, 20)]
    [InlineData(
        "Tags", "Label column 'Tags', row 1: expected 20 values, because the type of the column is "
        + "Vector<Key<UInt32, 0-2>, 20>, got 19.", 80, 6, 19)]
    public void EveryTrainer_RowContradictsTheType_IsRefused(string label, string error, int values, int labels, int tags)
    {
        // Two rows of wrong length could make up for each other: together, they have as many labels as the schema states.
        Row[] rows =
        [
            CreateRow(80, 6, 20), CreateRow(values, labels, tags), CreateRow(160 - values, 12 - labels, 40 - tags), CreateRow(80, 6, 20),
        ];
        var (_, trainer) = Trainers(null).Append(("Labels", Trainer(_context.Recurrent.Forecaster, "Labels"))).Single(entry => entry.Item1 == label);

        var exception = Assert.Throws<SequenceDataException>(() => trainer.Fit(View([20, 4], tagDimensions: [20], rows: rows)));

        Assert.StartsWith(error, exception.Message, StringComparison.Ordinal);
    }

    private static Row CreateRow(int values, int labels, int tags) =>
        new() { Values = new float[values], Labels = new float[labels], Tags = [.. Enumerable.Repeat(1u, tags)] };

    private void Refused(int? option, int[] dimensions, string message)
    {
        foreach (var (_, trainer) in Trainers(option))
        {
            // The row would be refused too, so the schema is checked before any row is read.
            var view = View(dimensions, rows: [new Row { Values = [float.NaN] }]);
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(view)).Message);
        }
    }

    private IEnumerable<(string Label, RecurrentTrainer Trainer)> Trainers(int? features) =>
    [
        ("Number", Trainer(_context.Recurrent.Forecaster, "Number", features)),
        ("Class", Trainer(_context.Recurrent.Classifier, "Class", features)),
        ("Tags", Trainer(_context.Recurrent.Tagger, "Tags", features)),
    ];

    private static RecurrentTrainer Trainer(
        Func<RecurrentTrainerOptions, RecurrentTrainer> create, string label, int? features = null, int? targets = null, string input = "Values") =>
        create(TrainerTests.Quick(input, label) with { Features = features, Targets = targets });

    private IDataView View(int[] dimensions, int tags = 1, int[]? label = null, int[]? tagDimensions = null, Row[]? rows = null)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        definition[nameof(Row.Labels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, label ?? [6]);
        definition[nameof(Row.Tags)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), tagDimensions ?? [0]);
        var size = dimensions.Contains(0) ? 80 : dimensions.Aggregate(1, (product, next) => product * next);
        var random = new Random(1);
        return _context.Data.LoadFromEnumerable(
            rows ?? Enumerable.Range(0, 8).Select(row => new Row
            {
                Values = [.. Enumerable.Range(0, size).Select(_ => random.NextSingle())],
                Labels = [.. Enumerable.Range(0, (label ?? [6]).Aggregate((product, next) => product * next)).Select(_ => random.NextSingle())],
                Number = random.NextSingle(),
                Class = (uint)(1 + (row % 2)),
                Tags = [.. Enumerable.Range(0, tags).Select(tag => (uint)(1 + (tag % 2)))],
            }),
            definition);
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];

        public float[] Labels { get; set; } = [0, 0, 0, 0, 0, 0];

        public float Number { get; set; }

        [KeyType(3)]
        public uint Class { get; set; } = 1;

        public uint[] Tags { get; set; } = [1];
    }
}
