using System.Globalization;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Small tables, and options for fits that take a moment.</summary>
internal static class TestTables
{
    /// <summary>A sine over days, as CSV.</summary>
    public static string Sine(int rows = 60, int first = 0) => string.Join('\n', Enumerable.Range(first, rows)
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddDays(row):yyyy-MM-dd},{MathF.Sin(row * 0.5f)}"))
        .Prepend("day,y").Append(""));

    /// <summary>A table of CSV text.</summary>
    public static TableSource FromText(string text, string name = "t.csv") => TableSource.FromText(name, () => new StringReader(text));

    /// <summary>Options for <see cref="Sine"/>.</summary>
    public static TableTrainingOptions Options { get; } = new()
    {
        Columns = new DataColumns { Targets = ["y"], Time = "day" },
        Window = 5,
        Horizon = 2,
        Cell = RecurrentCell.Gru,
        Network = new NetworkOptions { HiddenSize = 4 },
        Fit = new FitOptions { Epochs = 3 },
    };
}
