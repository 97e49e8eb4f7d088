using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Codes of categories in both engines: every float is a code or counts as 0, and NaN makes the outputs NaN.</summary>
public sealed class CategoryEngineTests : IDisposable
{
    private const int Count = 5;
    private const int Steps = 3;

    private readonly EnginePair _plain = Create(InputNormalization.Standard);
    private readonly EnginePair _series = Create(InputNormalization.Series);

    private IEnumerable<RecurrentModel> Models => [_plain.Managed, _plain.Reference, _series.Managed, _series.Reference];

    public void Dispose()
    {
        _plain.Dispose();
        _series.Dispose();
    }

    [Property(MaxTest = 300)]
    public void Score_AnyCode_IsAKnownOneOrCountsAsZero(float code)
    {
        // From the definition: a whole number from 0 to the count.
        var known = Enumerable.Range(1, Count).FirstOrDefault(value => value == code);
        foreach (var model in Models)
        {
            if (float.IsNaN(code))
                Assert.All(Score(model, code), value => Assert.Equal(float.NaN, value));
            else
                Assert.Equal(Score(model, known), Score(model, code));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(5.0000005f, 0)]
    [InlineData(4.9999995f, 0)]
    [InlineData(6, 0)]
    [InlineData(-1, 0)]
    [InlineData(1e30f, 0)]
    [InlineData(float.PositiveInfinity, 0)]
    [InlineData(float.NegativeInfinity, 0)]
    public void Score_EdgesOfTheCodes_CountAsStated(float code, float same)
    {
        foreach (var model in Models)
        {
            Assert.Equal(Score(model, same), Score(model, code));
            Assert.NotEqual(Score(model, 3), Score(model, code));
        }
    }

    [Fact]
    public void Score_NaNCode_AffectsItsSequenceAlone()
    {
        foreach (var model in Models)
        {
            float[] first = Values(2);
            var outputs = new float[3];

            model.ScoreBatch(new SequenceBatch { Values = (float[])[.. first, .. Values(float.NaN), .. Values(4)], Count = 3 }, outputs);

            Assert.Equal([Score(model, 2)[0], float.NaN, Score(model, 4)[0]], outputs);
        }
    }

    private static EnginePair Create(InputNormalization normalization) => EnginePair.Create(new NetworkDescription
    {
        Features = 3,
        Categories = [new(Count, 3)],
        Layers = TestLayers.Stack(RecurrentCell.Lstm, 2 + 3, 6),
        Forecast = new ForecastDescription { TargetFeatures = [1] },
        Normalization = normalization,
    });

    private static float[] Score(RecurrentModel model, float code)
    {
        var output = new float[1];
        model.Score(Values(code), output);
        return output;
    }

    // The last step alone has the code.
    private static float[] Values(float code) =>
        [.. Enumerable.Range(0, Steps).SelectMany(step => new[] { step * 0.5f, 1 - step, step == Steps - 1 ? code : 1 })];
}
