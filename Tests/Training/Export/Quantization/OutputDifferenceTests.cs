using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class OutputDifferenceTests
{
    private static readonly NetworkDescription TwoTargets =
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 1) with { Forecast = new ForecastDescription { Targets = 2 } };

    [Fact]
    public void RootMeanSquare_Forecasts_IsInStandardDeviationsForTheTargetWithTheLargestDifference()
    {
        var difference = new OutputDifference(TwoTargets);

        // Target 0: 1, 3 (standard deviation 1) differ by 0.1 and 0.1; target 1: 100, 300 (standard deviation 100) by 0 and 50.
        difference.Add([1, 100], [1.1f, 100]);
        difference.Add([3, 300], [3.1f, 350]);

        Assert.Equal(Math.Sqrt(50 * 50 / 2.0) / 100, difference.RootMeanSquare, 1e-6);
        Assert.Equal(50.0 / 300, difference.Max, 1e-6);
    }

    [Fact]
    public void RootMeanSquare_ConstantForecasts_IsAbsolute()
    {
        var difference = new OutputDifference(TwoTargets);

        difference.Add([5, 5, 5, 5], [5.5f, 5, 5.5f, 5]);

        Assert.Equal(0.5, difference.RootMeanSquare, 1e-6);
    }

    [Fact]
    public void RootMeanSquare_Probabilities_IsAbsolute()
    {
        var difference = new OutputDifference(TwoTargets with { Task = RecurrentTask.Classify, Classes = 2 });

        difference.Add([0.5f, 0.5f], [0.8f, 0.2f]);

        Assert.Equal(0.3, difference.RootMeanSquare, 1e-6);
        Assert.Equal(0.3, difference.Max, 1e-6);
    }

    [Fact]
    public void RootMeanSquare_NaN_IsNaN()
    {
        var difference = new OutputDifference(TwoTargets);

        difference.Add([1, 1, 2, 2], [1, float.NaN, 2, 2]);

        Assert.True(double.IsNaN(difference.RootMeanSquare));
    }

    [Fact]
    public void Metric_Classes_IsTheMeanNegativeLogarithm()
    {
        var metric = new OutputMetric(TwoTargets with { Task = RecurrentTask.Tag, Classes = 2 });

        metric.Add([0.25f, 0.75f, 0.5f, 0.5f], [0L, 1L]);

        Assert.Equal(-(Math.Log(0.25) + Math.Log(0.5)) / 2, metric.Value, 1e-6);
    }

    [Fact]
    public void Metric_ProbabilityZero_IsFinite()
    {
        var metric = new OutputMetric(TwoTargets with { Task = RecurrentTask.Classify, Classes = 2 });

        metric.Add([0, 1], [0L]);

        Assert.Equal(15.9424, metric.Value, 1e-3);
    }

    [Fact]
    public void Metric_Forecasts_IsTheRootMeanSquareError()
    {
        var metric = new OutputMetric(TwoTargets);

        metric.Add([1, 2], [1f, 5f]);
        metric.Add([0, 0], [0f, 4f]);

        Assert.Equal(2.5, metric.Value, 1e-6);
    }
}
