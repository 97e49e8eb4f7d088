using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class ModelSignatureTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 2);

    [Property(MaxTest = 2000)]
    public void Differences_RandomPair_AreNoneIfAndOnlyIfFactsAreKeptAndTheHistoryIsNotLonger(DoNotSize<int> seed)
    {
        var (first, second) = RandomSignatures.Pair(new Random(seed.Item));
        var (one, other) = (ModelSignature.FromCard(first.Card), ModelSignature.FromCard(second.Card));
        var isEqual = first.Facts.SequenceEqual(second.Facts) && first.MinimumSteps == second.MinimumSteps;

        Assert.Equal(first.Keeps(second) && first.MinimumSteps <= second.MinimumSteps, !one.FindDifferences(other).Any());
        Assert.Equal(isEqual, one.Equals(other));
        if (one == other)
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void FromCard_Forecaster_MatchesTheCard()
    {
        var signature = ModelSignature.FromCard(new ModelCard
        {
            Network = Network with
            {
                Features = 2,
                Forecast = Network.Forecast with
                {
                    Horizon = 3,
                    FutureCovariates = 5,
                    TargetFeatures = [1],
                    ResidualBaseline = ResidualBaseline.SeasonalDrift,
                    SeasonLength = 4,
                    Quantiles = [0.25, 0.5, 0.75],
                },
            },
            FeatureNames = ["temperature", "load"],
            TargetNames = ["load"],
            Columns = new DataColumns
            {
                Targets = ["load"],
                FutureCovariates = ["holiday"],
                CalendarFields = [CalendarField.YearDay],
                Lags = [48, 336],
            },
        });
        Assert.Equal(RecurrentTask.Forecast, signature.Task);
        Assert.Equal((2, 5, 5), (signature.Features, signature.FutureCovariates, signature.MinSteps));
        Assert.Equal((3, 1, 3, false), (signature.Horizon, signature.Targets, signature.OutputSize, signature.HasOutputPerStep));
        Assert.Equal(["temperature", "load"], signature.FeatureNames);
        Assert.Equal(["load"], signature.TargetNames);
        Assert.Equal(["holiday", "yearday sin", "yearday cos", "load 48 before", "load 336 before"], signature.FutureCovariateNames);
        Assert.Equal([0.25, 0.5, 0.75], signature.Quantiles);
        Assert.Null(signature.VocabularySize);
    }

    [Fact]
    public void Signature_LoadedModel_IsThatOfItsCard()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Tag(features: 2, classes: 3), labels: ["a", "b", "c"]));
        Assert.Equal(ModelSignature.FromCard(model.Card), model.Signature);
        Assert.True(model.Signature.HasOutputPerStep);
        Assert.Equal((0, 0, 3), (model.Signature.Horizon, model.Signature.Targets, model.Signature.OutputSize));
    }

    [Fact]
    public void Differences_FutureCovariates_NamesThem() => AssertDifferences(
        new ModelCard
        {
            Network = Network with { Forecast = Network.Forecast with { FutureCovariates = 2 } },
            Columns = new DataColumns { FutureCovariates = ["holiday", "price"] },
        },
        new ModelCard
        {
            Network = Network with { Forecast = Network.Forecast with { FutureCovariates = 2 } },
            Columns = new DataColumns { CalendarFields = [CalendarField.Hour] },
        },
        "its future covariates are holiday, price instead of hour sin, hour cos");

    [Fact]
    public void Differences_TargetsWithoutNames_NamesTheFeatures() => AssertDifferences(
        new ModelCard { Network = Network with { Features = 2, Forecast = Network.Forecast with { Targets = 2, TargetFeatures = [1, 0] } } },
        new ModelCard { Network = Network with { Features = 2, Forecast = Network.Forecast with { Targets = 2, TargetFeatures = [0, 1] } } },
        "its unnamed targets are feature 2, feature 1 instead of the first features");

    [Fact]
    public void Differences_Categories_AreListed()
    {
        AssertDifferences(Card([2, 3]), Card([2]), "it reads 4 features instead of 3", "it reads 2 categories instead of 1");
        AssertDifferences(Card([2, 3]), Card([2, 4]), "its category 2 has 3 values instead of 4");
        AssertDifferences(Card([2]), Card([2], Shop("a", "b")), "its categories have no texts instead of texts");
        AssertDifferences(Card([2], Shop("a", "b")), Card([2]));
        AssertDifferences(Card([2], Shop("a", "b")), Card([2], new CategoryColumn("store", ["a", "b"])), "its category shop replaces store");
        AssertDifferences(
            Card([2], Shop("b", "a")), Card([2], Shop("a", "b")), "code 1 of its category shop is 'b' instead of 'a'");
        AssertDifferences(
            Card([3], Shop("a", "b", "c")), Card([2], Shop("a", "b")), "its category shop has 3 values instead of 2");

        static CategoryColumn Shop(params string[] values) => new("shop", values);

        static ModelCard Card(int[] counts, params CategoryColumn[] columns) => new()
        {
            Network = Network with { Features = 2 + counts.Length, Categories = [.. counts.Select(count => new CategoryDescription(count, 1))] },
            Columns = new DataColumns { Categories = columns },
        };
    }

    [Fact]
    public void Differences_OutputPerStep_IsListed() => AssertDifferences(
        new ModelCard { Network = Network with { Pooling = SequencePooling.None } },
        new ModelCard { Network = Network },
        "it has an output for every time step instead of the whole sequence");

    [Fact]
    public void Differences_Encoder_AreItsHiddenValues() => AssertDifferences(
        new ModelCard { Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, hiddenSize: 3) with { Task = RecurrentTask.Encode } },
        new ModelCard { Network = Network with { Task = RecurrentTask.Encode } },
        "it outputs 3 values instead of 2");

    [Fact]
    public void Differences_LongLists_NamesTheFirstPosition()
    {
        string[] labels = [.. Enumerable.Range(1, 12).Select(number => $"class {number}")];
        string[] swapped = [.. labels[..4], labels[5], labels[4], .. labels[6..]];
        var network = Network with { Task = RecurrentTask.Classify, Classes = 12 };
        AssertDifferences(
            new ModelCard { Network = network, Labels = swapped },
            new ModelCard { Network = network, Labels = labels },
            "its label 5 of 12 is class 6 instead of class 5");
        AssertDifferences(
            new ModelCard { Network = network },
            new ModelCard { Network = network, Labels = labels },
            "its labels are unnamed instead of class 1, class 2, class 3, class 4, class 5, class 6, class 7, class 8, class 9, class 10, "
            + "... (12 in total)");
        AssertDifferences(new ModelCard { Network = network, Labels = labels }, new ModelCard { Network = network });
    }

    [Fact]
    public void Differences_Several_AreAllThere() => AssertDifferences(
        new ModelCard
        {
            Network = Network with
            {
                Forecast = Network.Forecast with
                {
                    Horizon = 2,
                    ResidualBaseline = ResidualBaseline.SeasonalNaive,
                    SeasonLength = 12,
                    TargetFeatures = [0],
                },
            },
        },
        new ModelCard { Network = Network with { Forecast = Network.Forecast with { Targets = 2 } }, FeatureNames = ["y"] },
        "its features are unnamed instead of y",
        "it needs sequences of at least 12 time steps instead of 1",
        "it forecasts 2 steps instead of 1",
        "it forecasts 1 target instead of 2");

    private static void AssertDifferences(ModelCard next, ModelCard current, params string[] expected) =>
        Assert.Equal(expected, ModelSignature.FromCard(next).FindDifferences(ModelSignature.FromCard(current)));
}
