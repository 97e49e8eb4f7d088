using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The input that trainers reject, and the messages.</summary>
public sealed class TrainerInputTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("Text", "expected Single, or Vector<Single> of [horizon, targets] (ConvertType creates them from other numbers), got String.")]
    [InlineData("Nothing", "expected Single, or Vector<Single> of [horizon, targets] (ConvertType creates them from other numbers), "
        + "got no such column. The available columns are: 'Values', 'Number', 'Class', 'Classes', 'Text'.")]
    public void Forecaster_WrongLabel_StatesTheExpectedType(string label, string message) =>
        Refused(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", label)), label, message);

    [Theory]
    [InlineData("Number", "expected a key (MapValueToKey creates one from text or numbers), got Single.")]
    public void Classifier_WrongLabel_StatesTheExpectedType(string label, string message) =>
        Refused(_context.Recurrent.Classifier(TrainerTests.Quick("Values", label)), label, message);

    [Theory]
    [InlineData("Number",
        "expected a vector of keys, one for each time step (MapValueToKey creates one from a vector of text or numbers), got Single.")]
    public void Tagger_WrongLabel_StatesTheExpectedType(string label, string message) =>
        Refused(_context.Recurrent.Tagger(TrainerTests.Quick("Values", label)), label, message);

    [Fact]
    public void Fit_NoRows_Throws() =>
        Assert.Equal("The training data has no rows.", Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number"))));

    [Fact]
    public void Fit_MissingValue_NamesColumnAndRow() => Assert.Equal(
        "Input column 'Values', row 1: the value NaN is not a finite number. Remove the row, or replace missing values.",
        Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number")), new Row(), new Row { Values = [1, float.NaN] }));

    [Fact]
    public void Fit_MissingClass_NamesColumnAndRow() => Assert.Equal(
        "Label column 'Class', row 0: the class is missing or is not one of the keys. Remove the row or complete it.",
        Message(_context.Recurrent.Classifier(TrainerTests.Quick("Values", "Class")), new Row { Class = 9 }));

    [Fact]
    public void Fit_ClassCountDiffersFromSteps_NamesColumnAndRow() => Assert.Equal(
        "Label column 'Classes', row 0: expected one class for each of the 2 time steps, got 3 classes.",
        Message(_context.Recurrent.Tagger(TrainerTests.Quick("Values", "Classes")), new Row { Classes = [1, 2, 3] }));

    [Fact]
    public void Fit_EmptySequence_NamesColumnAndRow() => Assert.Equal(
        "Input column 'Values', row 0: expected a sequence [time, features] of at least one time step with 1 values each, got 0 values. Remove "
            + "the row or complete it.",
        Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number")), new Row { Values = [] }));

    [Fact]
    public void Forecaster_InvalidOptions_ListsEveryError() => Assert.Equal(
        "The options of the recurrent trainer are invalid: InputColumnName must not be empty; Features must be at least 1, got 0; HiddenSize must "
            + "be at least 1, got -1; "
        + "ValidationFraction must be from 0 to less than 1, got 1.5.",
        Assert.Throws<ArgumentException>(() => _context.Recurrent.Forecaster(
            new RecurrentTrainerOptions { InputColumnName = "", Features = 0, HiddenSize = -1, ValidationFraction = 1.5 })).Message);

    [Fact]
    public void Forecaster_InvalidFitOptions_ThrowsOnCreation() => Assert.Equal(
        "The options of the fit are invalid: epochs must be at least 1, got 0.",
        Assert.Throws<ArgumentException>(
            () => _context.Recurrent.Forecaster(new RecurrentTrainerOptions { Fit = new FitOptions { Epochs = 0 } })).Message);

    private void Refused(RecurrentTrainer trainer, string label, string message)
    {
        var view = _context.Data.LoadFromEnumerable([new Row()]);
        var start = $"Schema mismatch for label column '{label}': {message}";
        Assert.StartsWith(start, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(view)).Message, StringComparison.Ordinal);
        Assert.StartsWith(start, Assert.Throws<ArgumentOutOfRangeException>(
            () => trainer.GetOutputSchema(ShapeRecorder.ShapeOf(view))).Message, StringComparison.Ordinal);
    }

    private string Message(RecurrentTrainer trainer, params Row[] rows) =>
        Assert.Throws<SequenceDataException>(() => trainer.Fit(_context.Data.LoadFromEnumerable(rows))).Message;

    private sealed class Row
    {
        public float[] Values { get; set; } = [1, 2];

        public float Number { get; set; }

        [KeyType(3)]
        public uint Class { get; set; } = 1;

        [KeyType(3)]
        public uint[] Classes { get; set; } = [1, 2];

        public string Text { get; set; } = "";
    }
}
