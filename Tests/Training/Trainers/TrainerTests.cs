using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void RecurrentTrainers_Method_CreatesTheTrainersOfTheProperty()
    {
        var schema = ShapeRecorder.ShapeOf(_context.Data.LoadFromEnumerable(TrainerData.Sine(1)));

        var byMethod = _context.RecurrentTrainers().Forecaster("Next", "Rest").GetOutputSchema(schema);
        var byProperty = _context.Recurrent.Forecaster("Next", "Rest").GetOutputSchema(schema);

        Assert.Contains(byMethod, column => column.Name == "Score");
        Assert.Equal(byProperty.Select(column => (column.Name, column.Kind)), byMethod.Select(column => (column.Name, column.Kind)));
        Assert.Throws<ArgumentNullException>(() => RecurrentTrainerCatalogExtensions.RecurrentTrainers(null!));
    }

    [Fact]
    public void Forecaster_AfterStockTransforms_LearnsASine()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(200));
        var pipeline = _context.Transforms.Concatenate("Window", "First", "Rest")
            .Append(_context.Recurrent.Forecaster(new RecurrentTrainerOptions
            {
                InputColumnName = "Window",
                LabelColumnName = "Next",
                HiddenSize = 12,
                Fit = new FitOptions { Epochs = 30, BatchSize = 32 },
            }));

        var scored = pipeline.Fit(rows).Transform(rows);

        var error = _context.Regression.Evaluate(scored, "Next").MeanAbsoluteError;
        var last = TrainerData.Sine(200).Average(row => Math.Abs(row.Next - row.Rest[^1]));
        Assert.InRange(error, 0, last / 3);
    }

    [Fact]
    public void Forecaster_LabelOfSeveralSteps_ForecastsThemAll()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(100));

        var transformer = _context.Recurrent.Forecaster(Options("Rest", "Ahead")).Fit(rows);

        Assert.Equal((2, 2), (transformer.Card.Network.Forecast.Horizon, transformer.Card.Network.Forecast.Targets));
        Assert.Equal(4, transformer.Transform(rows).GetColumn<float[]>("Score").First().Length);
        Assert.Equal(9, transformer.Card.Window);

        static RecurrentTrainerOptions Options(string input, string label) => Quick(input, label) with { Targets = 2 };
    }

    [Fact]
    public void Classifier_RaggedSequencesAndTexts_StoresTheClassNames()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Ragged(120));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Sign", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_context.Recurrent.Classifier(new RecurrentTrainerOptions
            {
                InputColumnName = "Values",
                HiddenSize = 8,
                Cell = RecurrentCell.Gru,
                Fit = new FitOptions { Epochs = 40, BatchSize = 16, LearningRate = 0.02 },
                ConfigureNetwork = network => network with { Pooling = SequencePooling.Mean },
            }));

        var model = pipeline.Fit(rows);

        var card = model.LastTransformer.Card;
        Assert.Equal(["minus", "none", "plus"], card.Labels);
        Assert.Equal(SequencePooling.Mean, card.Network.Pooling);
        Assert.Null(card.Window);
        Assert.InRange(_context.MulticlassClassification.Evaluate(model.Transform(rows)).MicroAccuracy, 0.9, 1);
    }

    [Fact]
    public void Tagger_RaggedSequences_OutputsEveryStep()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Ragged(60));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Signs")
            .Append(_context.Recurrent.Tagger(Quick("Values", "Label")));

        var scored = pipeline.Fit(rows).Transform(rows);

        var lengths = TrainerData.Ragged(60).Select(row => row.Values.Length).ToList();
        Assert.Equal(lengths.Select(length => 3 * length), scored.GetColumn<float[]>("Score").Select(score => score.Length));
    }

    [Fact]
    public void Fit_ValidationSet_KeepsTheBestEpochAndReports()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(80));
        var validation = _context.Data.LoadFromEnumerable(TrainerData.Sine(30));
        var recorder = new LossRecorder();
        var lines = new List<string>();
        _context.Log += (_, line) =>
        {
            if (line.Source.StartsWith("RecurrentForecastTrainer", StringComparison.Ordinal))
                lines.Add(line.RawMessage);
        };

        var transformer = _context.Recurrent.Forecaster(Quick("Rest", "Next") with { Progress = recorder }).Fit(rows, validation);

        Assert.Equal([1, 2], recorder.Reports.Select(report => report.Epoch));
        Assert.All(recorder.Reports, report => Assert.NotNull(report.ValidationLoss));
        Assert.NotNull(transformer.Card.Fit!.BestEpoch);
        Assert.Contains(lines, line => line == "80 training sequences, 30 validation sequences, 61 parameters");
        Assert.Equal(2, lines.Count(line => line.StartsWith("Epoch ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Fit_ValidationFraction_UsesTheLastRows()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(80));

        var transformer = _context.Recurrent.Forecaster(Quick("Rest", "Next") with { ValidationFraction = 0.25 }).Fit(rows);

        Assert.Equal(60, transformer.Card.Data!.SequenceCount);
        Assert.NotNull(transformer.Card.Fit!.ValidationLoss);
    }

    [Fact]
    public void Fit_Canceled_Throws()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(80));
        using var cancellation = new CancellationTokenSource();
        var options = Quick("Rest", "Next") with { CancellationToken = cancellation.Token, Progress = new LossRecorder(_ => cancellation.Cancel()) };

        Assert.ThrowsAny<OperationCanceledException>(() => _context.Recurrent.Forecaster(options).Fit(rows));
    }

    [Theory]
    [InlineData("Next")]
    [InlineData("Ahead")]
    public void GetOutputSchema_Forecaster_MatchesTransform(string label)
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(30));
        SamePromise(_context.Recurrent.Forecaster(Quick("Rest", label)), rows);
    }

    [Fact]
    public void GetOutputSchema_ClassifierAndTagger_MatchTransform()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Ragged(30));
        rows = _context.Transforms.Conversion.MapValueToKey("Class", "Sign").Append(_context.Transforms.Conversion.MapValueToKey("Classes", "Signs"))
            .Fit(rows).Transform(rows);
        SamePromise(_context.Recurrent.Classifier(Quick("Values", "Class")), rows);
        SamePromise(_context.Recurrent.Tagger(Quick("Values", "Classes")), rows);
    }

    [Fact]
    public void GetOutputSchema_ClassifierOfTwoClasses_MatchesTransform()
    {
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Ragged(30).Where(row => row.Sign != "none"));
        rows = _context.Transforms.Conversion.MapValueToKey("Class", "Sign").Fit(rows).Transform(rows);
        SamePromise(_context.Recurrent.Classifier(Quick("Values", "Class")), rows);
    }

    [Fact]
    public void Fit_SavedPipeline_ReturnsTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var rows = _context.Data.LoadFromEnumerable(TrainerData.Sine(40));
        var model = _context.Recurrent.Forecaster(Quick("Rest", "Next")).Fit(rows);
        var expected = model.Transform(rows).GetColumn<float>("Score").ToArray();

        _context.Model.Save(model, rows.Schema, folder["model.zip"]);
        var loaded = new MLContext().Model.Load(folder["model.zip"], out _);

        Assert.All(loaded.Transform(rows).GetColumn<float>("Score").Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    internal static RecurrentTrainerOptions Quick(string input, string label) =>
        new()
        {
            InputColumnName = input,
            LabelColumnName = label,
            Cell = RecurrentCell.Rnn,
            HiddenSize = 6,
            Fit = new FitOptions { Epochs = 2, BatchSize = 16 },
        };

    internal static void SamePromise(RecurrentTrainer trainer, IDataView rows)
    {
        var promised = trainer.GetOutputSchema(ShapeRecorder.ShapeOf(rows));
        var actual = ShapeRecorder.ShapeOf(trainer.Fit(rows).Transform(rows));

        Assert.Equal(actual.Select(Describe).Order(), promised.Select(Describe).Order());
        Assert.Contains(promised, column => column.Name == "Score");

        static string Describe(SchemaShape.Column column)
        {
            var annotations = column.Annotations.Select(annotation => $" ({annotation.Name} {annotation.Kind} {annotation.ItemType})");
            return $"{column.Name} {column.Kind} {(column.IsKey ? "Key " : "")}{column.ItemType}{string.Concat(annotations)}";
        }
    }
}
