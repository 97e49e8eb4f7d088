using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class LabelMappingTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_Texts_AreNumberedAsTheModelDoes()
    {
        var card = Card("calm", "rising", "falling");
        var mapped = Map(new[] { "falling", "unheard of", "calm", "falling" }.Select(text => new Labels { Text = text }), nameof(Labels.Text), card);
        Assert.Equal([3u, 0u, 1u, 3u], mapped.GetColumn<uint>("Key"));
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), mapped.Schema["Key"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        mapped.Schema["Key"].GetKeyValues(ref names);
        Assert.Equal(["calm", "rising", "falling"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Fit_NumbersBooleansAndKeys_AreMappedByText()
    {
        Assert.Equal([2u, 1u], Map([new() { Number = 7 }, new() { Number = 3.5f }], nameof(Labels.Number), Card("3.5", "7")).GetColumn<uint>("Key"));
        Assert.Equal([2u, 1u], Map([new() { Whole = 9 }, new() { Whole = -1 }], nameof(Labels.Whole), Card("-1", "9")).GetColumn<uint>("Key"));
        Assert.Equal(
            [1u, 2u], Map([new() { Flag = true }, new() { Flag = false }], nameof(Labels.Flag), Card("True", "False")).GetColumn<uint>("Key"));
        var keyed = _context.Transforms.Conversion.MapValueToKey("Keyed", nameof(Labels.Text))
            .Append(_context.Transforms.MapLabelToModelKeys("Key", "Keyed", Card("calm", "rising", "falling")));
        var view = _context.Data.LoadFromEnumerable<Labels>([new() { Text = "falling" }, new() { Text = "calm" }]);
        Assert.Equal([3u, 1u], keyed.Fit(view).Transform(view).GetColumn<uint>("Key"));
    }

    [Fact]
    public void Fit_InAFile_AndSaved_StaysTheSame()
    {
        var path = _folder.Write(TestFile.Create(TestFile.Classify(features: 1, classes: 2), labels: ["dry", "rain"]));
        var view = _context.Data.LoadFromEnumerable<Labels>([new() { Text = "rain" }, new() { Text = "dry" }]);
        _context.Model.Save(_context.Transforms.MapLabelToModelKeys("Key", nameof(Labels.Text), path).Fit(view), view.Schema, _folder["labels.zip"]);
        Assert.Equal([2u, 1u], new MLContext().Model.Load(_folder["labels.zip"], out _).Transform(view).GetColumn<uint>("Key"));
    }

    [Theory]
    [InlineData("Nothing", "no such column")]
    [InlineData(nameof(Labels.Vector), "Vector<Single, 2>")]
    [InlineData(nameof(Labels.Nameless), "Key<UInt32, 0-4>")]
    public void Fit_WrongColumn_StatesTheExpectedInput(string column, string got)
    {
        var view = _context.Data.LoadFromEnumerable([new Labels()]);
        var estimator = _context.Transforms.MapLabelToModelKeys("Key", column, Card("a", "b"));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(view));
        Assert.Equal(
            $"Schema mismatch for label column '{column}': expected text, a number, Boolean or a key with text names, got {got}. "
            + $"The classes of the model are 'a', 'b'. (Parameter 'input{(column == "Nothing" ? "" : "Schema")}')",
            exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeRecorder.ShapeOf(view)));
    }

    [Fact]
    public void GetOutputSchema_EveryKind_PromisesAKeyWithNames()
    {
        var view = _context.Data.LoadFromEnumerable([new Labels()]);
        foreach (var column in new[] { nameof(Labels.Text), nameof(Labels.Number), nameof(Labels.Whole), nameof(Labels.Flag) })
        {
            var promised = _context.Transforms.MapLabelToModelKeys("Key", column, Card("a", "b"))
                .GetOutputSchema(ShapeRecorder.ShapeOf(view))
                .Single(added => added.Name == "Key");
            Assert.True(promised.IsKey);
            Assert.Contains(promised.Annotations, annotation => annotation.Name == "KeyValues");
        }
    }

    [Fact]
    public void MapLabelToModelKeys_Forecaster_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => _context.Transforms.MapLabelToModelKeys("Key", "Text", new ModelCard { Network = TestFile.Forecast() }));
        Assert.Equal("The model has no classes to map labels to: its task is Forecast. (Parameter 'card')", exception.Message);
    }

    private IDataView Map(IEnumerable<Labels> rows, string column, ModelCard card)
    {
        var view = _context.Data.LoadFromEnumerable(rows);
        return _context.Transforms.MapLabelToModelKeys("Key", column, card).Fit(view).Transform(view);
    }

    private static ModelCard Card(params string[] labels) => new()
    {
        Network = TestFile.Classify(features: 1, classes: labels.Length),
        Labels = labels,
    };

    private sealed class Labels
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public int Whole { get; set; }

        public bool Flag { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [0, 0];

        [KeyType(5)]
        public uint Nameless { get; set; }
    }
}
