using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class CategoryDescriptionTests
{
    private static readonly NetworkDescription Valid = new()
    {
        Features = 4,
        Categories = [new(3, 2), new(7, 4)],
        Layers = TestLayers.Stack(RecurrentCell.Gru, 2 + 6, 5),
        Forecast = new ForecastDescription { TargetFeatures = [0] },
    };

    private static readonly NetworkDescription Window = Valid with { Normalization = InputNormalization.Window, StaticFeatures = [1] };

    public static TheoryData<NetworkDescription, string> Invalid => new()
    {
        {
            Valid with { Features = 2 },
            "there are 2 categories, expected fewer than the 2 features: at least one feature is a number; input size is 8, expected 6; "
            + "target feature is 0, expected 0 to -1"
        },
        { Valid with { Categories = [new(0, 2), new(7, 4)] }, "count of category 1 is 0, expected 1 to 16777216" },
        { Valid with { Categories = [new(3, 2), new(16_777_217, 4)] }, "count of category 2 is 16777217, expected 1 to 16777216" },
        { Valid with { Categories = [new(3, 6), new(7, 0)] }, "embedding size of category 2 is 0, expected 1 to 65536" },
        { Valid with { Categories = [new(3, 4), new(7, 4)] }, "input size is 8, expected 10" },
        { Valid with { Categories = [new(3, 6), null!] }, "category 2 is missing" },
        {
            Valid with { Categories = [new(3, 40_000), new(7, 40_000)] },
            "the embedding sizes of the categories add up to 80000, expected at most 65536; input size is 8, expected 80002"
        },
        { Valid with { Forecast = new ForecastDescription { TargetFeatures = [2] } }, "target feature is 2, expected 0 to 1" },
        { Valid with { StaticFeatures = [1] }, "normalization is None, expected Window or Series with static features" },
        {
            Valid with
            {
                Features = 2,
                Categories = [],
                Normalization = InputNormalization.Series,
                Layers = TestLayers.Stack(RecurrentCell.Gru, 2, 5),
            },
            "normalization Series requires categories, of which the first one is the series"
        },
        {
            Valid with { Normalization = InputNormalization.Series, Pooling = SequencePooling.None, ReversesOutput = true },
            "normalization Series does not apply with outputs in reverse order"
        },
        { Window with { StaticFeatures = [2] }, "static feature is 2, expected 0 to 1" },
        { Window with { StaticFeatures = [1, 1] }, "static features are 1, 1, expected no duplicates" },
        { Window with { StaticFeatures = [0] }, "static feature is 0, which holds the history of a target" },
        {
            Window with
            {
                Layers = TestLayers.Stack(RecurrentCell.Gru, 2 + 2 + 6, 5),
                Forecast = new ForecastDescription { TargetFeatures = [0], FutureCovariates = 1, LagFeatures = [1] },
            },
            "static feature is 1, of which a future covariate is a lag"
        },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Validate_OneError_IsNamed(NetworkDescription network, string error) =>
        Assert.Equal($"The network cannot be built: {error}.", Assert.Throws<ArgumentException>(network.Validate).Message);

    [Fact]
    public void Validate_TokensAndCategories_IsAnError() => Assert.Contains(
        "categories do not apply to the tokens of an embedding",
        Assert.Throws<ArgumentException>((Valid with { Embedding = new EmbeddingDescription(5, 8) }).Validate).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ParameterCount_Categories_CountsARowForTheUnknownCode()
    {
        var plain = Valid with { Features = 8, Categories = [] };

        Assert.Equal(plain.ParameterCount + (4 * 2) + (8 * 4), Valid.ParameterCount);
        Assert.Equal(plain.InputSize, Valid.InputSize);
    }

    // Half of the codes, the unknown one included, rounded up.
    [Theory, InlineData(1, 1), InlineData(2, 2), InlineData(3, 2), InlineData(4, 3), InlineData(98, 50), InlineData(99, 50), InlineData(5000, 50)]
    public void GetDefaultEmbeddingSize_Count_IsHalfAndAtMostFifty(int count, int size) =>
        Assert.Equal(size, CategoryDescription.GetDefaultEmbeddingSize(count));
}
