using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class SequenceDataTests
{
    private const string ExpectedSequences = "expected [sequences, time, features] or, for tokens, [sequences, time], each size at least 1.";

    [Property]
    public Property FromSeries_AnySizes_ReturnsWindowsAndFollowingRows() => Prop.ForAll(
        Arb.From(from features in Gen.Choose(1, 4)
                 from window in Gen.Choose(1, 9)
                 from horizon in Gen.Choose(1, 5)
                 from more in Gen.Choose(0, 12)
                 select (features, window, horizon, rows: window + horizon + more)),
        sizes =>
        {
            var (features, window, horizon, rows) = sizes;
            float[] series = [.. Enumerable.Range(0, rows * features).Select(index => (float)index)];

            using var data = SequenceData.FromSeries(series, features, window, horizon);

            Assert.Equal([rows - window - horizon + 1, window, features], data.Inputs.shape);
            Assert.Equal([rows - window - horizon + 1, horizon, features], data.Targets.shape);
            Assert.Equal((data.Inputs.shape[0], data.Inputs.shape[1]), (data.Count, data.Steps));
            for (var index = 0; index < data.Count; index++)
            {
                // inputs[i][t] = series[i + t], targets[i] = series[i + window ...]
                Assert.Equal(series.Skip(index * features).Take(window * features), Row(data.Inputs, index));
                Assert.Equal(series.Skip((index + window) * features).Take(horizon * features), Row(data.Targets, index));
            }
        });

    [Fact]
    public void FromSeries_AnySeries_WindowsAreViewsOfOneCopy()
    {
        float[] series = [0, 1, 2, 3, 4, 5];
        using var scope = NewDisposeScope();
        using var data = SequenceData.FromSeries(series, featureCount: 1, window: 3);

        data.Inputs[0, 2] = tensor(new[] { 42f });

        Assert.Equal([[0, 1, 42], [1, 42, 3], [42, 3, 4]], Enumerable.Range(0, 3).Select(index => Row(data.Inputs, index)));
        data.Targets[0, 0] = tensor(new[] { 43f });
        Assert.Equal([1, 42, 43], Row(data.Inputs, 1));
        Assert.Equal([0, 1, 2, 3, 4, 5], series);
    }

    [Theory]
    [InlineData(5, 5, 1, "The series has 5 rows, expected at least 6 for a window of 5 and a horizon of 1")]
    [InlineData(0, 1, 1, "The series has 0 rows, expected at least 2 for a window of 1 and a horizon of 1")]
    [InlineData(
        9, int.MaxValue, int.MaxValue, "The series has 9 rows, expected at least 4294967294 for a window of 2147483647 and a horizon of 2147483647")]
    public void FromSeries_SeriesTooShort_ThrowsWithTheRequiredRows(int rows, int window, int horizon, string message)
    {
        var exception = Assert.Throws<SequenceDataException>(() => SequenceData.FromSeries(new float[rows], featureCount: 1, window, horizon));

        Assert.Equal($"{message}: provide more data, or use a shorter window.", exception.Message);
    }

    [Fact]
    public void FromSeries_IncompleteRow_Throws()
    {
        var exception = Assert.Throws<SequenceDataException>(() => SequenceData.FromSeries(new float[7], featureCount: 2, window: 1));

        Assert.Equal("The series has 7 values, expected a multiple of 2 features.", exception.Message);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void FromSeries_NonFiniteValue_ThrowsWithItsPosition(float value, string shown)
    {
        var series = new float[12];
        series[7] = value;

        var exception = Assert.Throws<SequenceDataException>(() => SequenceData.FromSeries(series, featureCount: 3, window: 1));

        Assert.Equal($"The series contains {shown} in row 2, feature 1 (counted from 0): every value must be a finite number.", exception.Message);
    }

    [Theory]
    [InlineData(0, 1, 1, "featureCount")]
    [InlineData(1, 0, 1, "window")]
    [InlineData(1, 1, 0, "horizon")]
    public void FromSeries_SizeBelowOne_ThrowsWithItsName(int features, int window, int horizon, string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => SequenceData.FromSeries(new float[9], features, window, horizon));

        Assert.Equal(
            $"{name} ('0') must be greater than or equal to '1'. (Parameter '{name}')\nActual value was 0.",
            exception.Message.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(new long[] { 4 }, new long[] { 4 }, $"The sequences have the shape [4], {ExpectedSequences}")]
    [InlineData(new long[] { 0, 3, 1 }, new long[] { 0 }, $"The sequences have the shape [0, 3, 1], {ExpectedSequences}")]
    [InlineData(new long[] { 4, 3, 1 }, new long[] { 3 }, "The targets have the shape [3], expected one for each of the 4 sequences.")]
    public void FromTensors_InvalidShapes_ThrowsWithTheExpectedShape(long[] inputs, long[] targets, string message)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => SequenceData.FromTensors(zeros(inputs), zeros(targets))).Message);
    }

    [Fact]
    public void FromTensors_NonFiniteValue_Throws()
    {
        using var scope = NewDisposeScope();
        var inputs = zeros(2, 3, 1);
        inputs[1, 1, 0] = float.NaN;

        var exception = Assert.Throws<SequenceDataException>(() => SequenceData.FromTensors(inputs, zeros(2, 1, 1)));

        Assert.Equal("The sequences contain a value that is NaN or infinite: every value must be a finite number.", exception.Message);
    }

    private static float[] Row(Tensor tensor, int index)
    {
        using var scope = NewDisposeScope();
        return tensor[index].contiguous().data<float>().ToArray();
    }
}
