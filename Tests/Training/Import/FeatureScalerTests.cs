using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Scalers that another program applied, with the formulas of scikit-learn 1.5.</summary>
public sealed class FeatureScalerTests
{
    [Fact]
    public void FromMeanAndDeviation_ConstantColumn_HasAFactorOfOne() =>
        AssertScales(FeatureScaler.FromMeanAndDeviation([1, 5], [2, 0]), column => column == 0 ? value => (value - 1) / 2 : value => value - 5);

    [Fact]
    public void FromRange_AnyRange_MapsBothEnds()
    {
        AssertScales(FeatureScaler.FromRange([10], [30]), _ => value => (value - 10) / 20);
        AssertScales(FeatureScaler.FromRange([10], [30], -1, 1), _ => value => ((value - 10) / 20 * 2) - 1);
        AssertScales(FeatureScaler.FromRange([10], [10], -1, 3), _ => value => ((value - 10) * 4) - 1);
    }

    [Theory]
    [InlineData("""{"mean_": [3, 4], "scale_": [2, 5], "var_": [4, 25], "n_samples_seen_": 10}""")]
    [InlineData("""{"mean_": [3, 4], "var_": [4, 25]}""")]
    [InlineData("""{"mean": [3, 4], "std": [2, 5]}""")]
    [InlineData("""{"center_": [3, 4], "scale_": [2, 5]}""")]
    public void FromJson_MeanOrCenter_IsSubtracted(string json) =>
        AssertScales(FeatureScaler.FromJson(json), column => column == 0 ? value => (value - 3) / 2 : value => (value - 4) / 5);

    // MinMaxScaler: scaled = X * scale_ + min_, scale_ = (high - low) / (data_max_ - data_min_), min_ = low - data_min_ * scale_.
    [Theory]
    [InlineData("""{"data_min_": [10], "data_max_": [30], "feature_range": [-1, 1], "min_": [-2], "scale_": [0.1], "clip": false}""")]
    [InlineData("""{"min_": [-2], "scale_": [0.1]}""")]
    [InlineData("""{"data_min_": 10, "data_max_": 30, "feature_range": [-1, 1]}""")]
    public void FromJson_MinMaxScaler_Multiplies(string json) => AssertScales(FeatureScaler.FromJson(json), _ => value => (value * 0.1) - 2);

    [Theory]
    [InlineData("""{"max_abs_": [4], "scale_": [4]}""")]
    [InlineData("""{"max_abs_": [4]}""")]
    [InlineData("""{"mean_": null, "scale_": [4]}""")]
    public void FromJson_NothingIsSubtracted_Divides(string json) => AssertScales(FeatureScaler.FromJson(json), _ => value => value / 4);

    [Fact]
    public void FromJson_WithoutDeviation_Subtracts() =>
        AssertScales(FeatureScaler.FromJson("""{"mean_": [4], "scale_": null}"""), _ => value => value - 4);

    [Property]
    public void FromJson_FieldsOfMinMaxScaler_AgreeWithEachOther(short low, byte width)
    {
        var (high, range) = (low + (double)width + 1, width + 1.0);
        FormattableString json = $"{{\"min_\":[{-low / range}],\"scale_\":[{1 / range}]}}";

        var (fields, data) = (FeatureScaler.FromJson(FormattableString.Invariant(json)), FeatureScaler.FromRange([low], [high]));

        Assert.Equal(data.ToScale(1).Mean[0], fields.ToScale(1).Mean[0], 1e-3f);
        Assert.Equal(data.ToScale(1).StandardDeviation[0], fields.ToScale(1).StandardDeviation[0], 1e-3f);
    }

    [Theory]
    [InlineData("[1, 2]", "The scaler is a JSON array, expected an object: expected mean_ and scale_ or var_, data_min_ and data_max_, "
        + "min_ and scale_, center_ and scale_, or max_abs_.")]
    [InlineData("""{"a": 1}""", "The scaler has none of the known fields: expected mean_ and scale_ or var_, data_min_ and data_max_, "
        + "min_ and scale_, center_ and scale_, or max_abs_.")]
    [InlineData("""{"mean_": "3"}""", "The field mean_ of the scaler is not a number or an array of numbers.")]
    [InlineData("""{"mean_": [1, 2], "scale_": [1]}""", "The numbers of means (2) and deviations (1) are not the same number, at least 1.")]
    [InlineData("""{"mean_": [1], "scale_": [-1]}""", "Column 1 of the scaler has the offset 1 and the factor -1, expected finite numbers and "
        + "a factor that is not negative.")]
    [InlineData("""{"mean_": [1e300], "scale_": [1]}""", "Column 1 of the scaler has the offset 1E+300 and the factor 1, expected finite numbers and "
        + "a factor that is not negative.")]
    [InlineData("""{"data_min_": [1], "data_max_": [2], "feature_range": [0]}""", "The field feature_range of the scaler has 1 numbers, expected 2.")]
    [InlineData("""{"data_min_": [1], "data_max_": [2], "clip": true}""", "The scaler has clip: true, which limits the values that the network would "
        + "see: this is not supported.")]
    [InlineData("""{"data_min_": [1], "data_max_": [0]}""", "Column 1 of the scaler has the offset 1 and the factor -1, expected finite numbers and "
        + "a factor that is not negative.")]
    public void FromJson_InvalidFields_Throws(string json, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => FeatureScaler.FromJson(json)).Message);

    [Fact]
    public void FromJson_NoJson_Throws() => Assert.StartsWith(
        "The scaler is not valid JSON: ",
        Assert.Throws<ArgumentException>(() => FeatureScaler.FromJson("mean_=3")).Message,
        StringComparison.Ordinal);

    private static void AssertScales(FeatureScaler scaler, Func<int, Func<double, double>> formula)
    {
        var scale = scaler.ToScale(scaler.Count);
        for (var column = 0; column < scaler.Count; column++)
        {
            foreach (var value in new[] { -20.0, 0, 3.5, 40 })
                Assert.Equal(formula(column)(value), (value - scale.Mean[column]) / scale.StandardDeviation[column], 1e-5);
        }
    }
}
