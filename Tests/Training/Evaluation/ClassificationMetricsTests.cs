using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void FromProbabilities_ThreeClasses_MatchesValuesComputedByHand()
    {
        var metrics = ClassificationMetrics.FromProbabilities(
            [0, 0, 1, 2], [0.7f, 0.2f, 0.1f, 0.3f, 0.6f, 0.1f, 0.25f, 0.5f, 0.25f, 0.1f, 0.4f, 0.5f], 3);

        Assert.Equal(0.75, metrics.Accuracy, 12);
        // F1 of the classes: 2/3 (one of two found), 2/3 (one found, one too many), 1
        Assert.Equal(((2.0 / 3) + (2.0 / 3) + 1) / 3, metrics.MacroF1, 12);
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.5) + Math.Log(0.5)) / 4, metrics.LogLoss, 6);
        Assert.Equal([[1, 1, 0], [0, 1, 0], [0, 0, 1]], metrics.ConfusionMatrix);
    }

    [Fact]
    public void FromClasses_ClassThatNeverOccurs_IsExcludedFromMacroF1()
    {
        var metrics = ClassificationMetrics.FromClasses([0, 1], [0, 1], 5);

        Assert.Equal(1, metrics.MacroF1);
        Assert.True(double.IsNaN(metrics.LogLoss));
    }

    [Fact]
    public void FromProbabilities_ZeroProbabilityOfActualClass_StaysFinite() =>
        Assert.Equal(-Math.Log(1.1920929e-7), ClassificationMetrics.FromProbabilities([0], [0, 1], 2).LogLoss, 6);

    [Fact]
    public void FromClasses_ClassOutOfRange_NamesIt() => Assert.Equal(
        "Class 3 is out of range: expected 0 to 1.",
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.FromClasses([0, 3], [0, 0], 2)).Message);
}
