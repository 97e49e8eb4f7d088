using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class CategoryColumnTests
{
    private static readonly ModelCard Card = new()
    {
        Network = new NetworkDescription
        {
            Features = 3,
            Categories = [new(2, 1), new(3, 2)],
            Layers = TestLayers.Stack(RecurrentCell.Gru, 1 + 3, 5),
        },
        Columns = new DataColumns
        {
            Targets = ["sales"],
            Categories = [new("shop", ["north", "south"]), new("kind", ["a", "b", ""])],
            Static = ["shop"],
        },
    };

    [Fact]
    public void GetCode_EachText_IsItsPlaceFromOne()
    {
        var category = CategoryColumn.FromTexts("shop", ["b", "a", "b", "B", ""]);

        Assert.Equal(["", "B", "a", "b"], category.Values);
        Assert.Equal([1, 2, 3, 4, 0, 0], new[] { "", "B", "a", "b", "A", null }.Select(category.GetCode));
    }

    [Fact]
    public void Constructor_NoOrRepeatedOrMissingValues_Throws()
    {
        Assert.Equal("Category 'shop' has no values: expected at least one. (Parameter 'values')", Error([]));
        Assert.Equal("Value 3 of category 'shop' is 'a', which is defined more than once. (Parameter 'values')", Error(["a", "b", "a"]));
        Assert.Equal("Value 2 of category 'shop' is missing. (Parameter 'values')", Error(["a", null!]));

        static string Error(string[] values) => Assert.Throws<ArgumentException>(() => new CategoryColumn("shop", values)).Message;
    }

    [Fact]
    public void Equals_NamesAndValuesInOrder_Decides()
    {
        var category = new CategoryColumn("shop", ["a", "b"]);

        Assert.Equal(category, new CategoryColumn("shop", ["a", "b"]));
        Assert.Equal(category.GetHashCode(), new CategoryColumn("shop", ["a", "b"]).GetHashCode());
        Assert.NotEqual(category, new CategoryColumn("store", ["a", "b"]));
        Assert.NotEqual(category, new CategoryColumn("shop", ["b", "a"]));
    }

    [Fact]
    public void Card_WithCategories_RoundTrips()
    {
        var card = ModelCard.FromJson(Card.ToJson());

        Assert.Equal(Card.ToJson(), card.ToJson());
        Assert.Equal(Card.Columns!.Categories, card.Columns!.Categories);
        Assert.Equal(Card.Network.Categories, card.Network.Categories);
        Assert.Equal(["shop"], card.Columns.Static);
    }

    [Fact]
    public void Card_WithoutCategories_DoesNotMentionThem()
    {
        var json = new ModelCard { Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, 1, 2), Columns = new DataColumns() }.ToJson();

        Assert.DoesNotContain("categories", json, StringComparison.Ordinal);
        Assert.DoesNotContain("static", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"count\":3", "\"count\":4", "Category 'kind' of the model card has 3 values, but that of its network has 4.")]
    [InlineData("""{"name":"shop","values":["north","south"]},""", "", "The columns of the model card have 1 categories, but its network has 2.")]
    [InlineData("""["a","b",""]""", """["a","b","a"]""",
        "The model card cannot be read: Value 3 of category 'kind' is 'a', which is defined more than once. (Parameter 'values')")]
    [InlineData("""{"name":"shop","values":["north","south"]}""", "null", "The model card cannot be read: A category of its columns is missing.")]
    [InlineData("""{"count":2,"size":1}""", "null",
        "The model card cannot be read: The network cannot be built: category 1 is missing; input size is 4, expected 3.")]
    public void FromJson_DamagedCategories_ThrowsWithTheReason(string text, string damaged, string message) => Assert.Equal(
        message,
        Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(Card.ToJson().Replace(text, damaged, StringComparison.Ordinal))).Message);
}
