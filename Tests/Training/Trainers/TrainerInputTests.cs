using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>What trainers refuse, and what they say.</summary>
public sealed class TrainerInputTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("Text", "expected Single, or Vector<Single> of [horizon, targets], got String.")]
    [InlineData("Nothing", "expected Single, or Vector<Single> of [horizon, targets], got no such column. Name one of the columns: 'Values', 'Number', 'Class', 'Classes', 'Text'.")]
    public void Forecaster_WrongLabel_SaysWhatItExpects(string label, string message) => Refused(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", label)), label, message);

    [Theory]
    [InlineData("Number", "expected a key (MapValueToKey makes one of texts or numbers), got Single.")]
    public void Classifier_WrongLabel_SaysWhatItExpects(string label, string message) => Refused(_context.Recurrent.Classifier(TrainerTests.Quick("Values", label)), label, message);

    [Theory]
    [InlineData("Number", "expected a vector of keys, one for each time step (MapValueToKey makes one of a vector of texts or numbers), got Single.")]
    public void Tagger_WrongLabel_SaysWhatItExpects(string label, string message) => Refused(_context.Recurrent.Tagger(TrainerTests.Quick("Values", label)), label, message);

    [Fact]
    public void Fit_NoRows_SaysSo() => Assert.Equal("The data to fit has no rows.", Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number"))));

    [Fact]
    public void Fit_AMissingValue_NamesColumnAndRow() => Assert.Equal(
        "Input column 'Values', row 1: the value NaN is no finite number. Leave the row out, or replace missing values.",
        Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number")), new Row(), new Row { Values = [1, float.NaN] }));

    [Fact]
    public void Fit_AMissingClass_NamesColumnAndRow() => Assert.Equal(
        "Label column 'Class', row 0: the class is missing, or one that the keys do not have. Leave the row out or complete it.",
        Message(_context.Recurrent.Classifier(TrainerTests.Quick("Values", "Class")), new Row { Class = 9 }));

    [Fact]
    public void Fit_AnotherNumberOfClassesThanSteps_NamesColumnAndRow() => Assert.Equal(
        "Label column 'Classes', row 0: expected a class for each of 2 time steps, got 3.",
        Message(_context.Recurrent.Tagger(TrainerTests.Quick("Values", "Classes")), new Row { Classes = [1, 2, 3] }));

    [Fact]
    public void Fit_EmptySequence_NamesColumnAndRow() => Assert.Equal(
        "Input column 'Values', row 0: expected a sequence [time, features] of at least one time step and 1 values each, got 0 values. Leave the row out or complete it.",
        Message(_context.Recurrent.Forecaster(TrainerTests.Quick("Values", "Number")), new Row { Values = [] }));

    [Fact]
    public void Forecaster_FaultyOptions_ListsEveryFault() => Assert.Equal(
        "The recurrent trainer cannot be made: InputColumnName is empty; Features is 0, expected at least 1; Hidden is -1, expected at least 1; ValidationFraction is 1.5, expected 0 to less than 1.",
        Assert.Throws<ArgumentException>(() => _context.Recurrent.Forecaster(new RecurrentTrainerOptions { InputColumnName = "", Features = 0, HiddenSize = -1, ValidationFraction = 1.5 })).Message);

    [Fact]
    public void Forecaster_FaultyFit_IsRefusedWhenItIsMade() => Assert.Equal(
        "The fit cannot be started: epochs is 0, expected at least 1.",
        Assert.Throws<ArgumentException>(() => _context.Recurrent.Forecaster(new RecurrentTrainerOptions { Fit = new FitOptions { Epochs = 0 } })).Message);

    private void Refused(RecurrentTrainer trainer, string label, string message)
    {
        var view = _context.Data.LoadFromEnumerable([new Row()]);
        var start = $"Schema mismatch for label column '{label}': {message}";
        Assert.StartsWith(start, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(view)).Message, StringComparison.Ordinal);
        Assert.StartsWith(start, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(ShapeRecorder.ShapeOf(view))).Message, StringComparison.Ordinal);
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
