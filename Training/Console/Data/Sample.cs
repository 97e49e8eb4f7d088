using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>Data that comes with the tool, and what is usually asked of it; every option may say otherwise.</summary>
internal sealed record Sample
{
    /// <summary>The name in options.</summary>
    public required string Name { get; init; }

    /// <summary>The task.</summary>
    public RecurrentTask Task { get; init; }

    /// <summary>The columns to forecast.</summary>
    public string? Targets { get; init; }

    /// <summary>The features beside the targets.</summary>
    public string? Features { get; init; }

    /// <summary>The time column.</summary>
    public string? Time { get; init; }

    /// <summary>The label column.</summary>
    public string? Label { get; init; }

    /// <summary>The column that tells sequences apart.</summary>
    public string? Sequence { get; init; }

    /// <summary>Time steps of a window.</summary>
    public int Window { get; init; } = 20;

    /// <summary>Rows of a season.</summary>
    public int? SeasonLength { get; init; }

    /// <summary>The rows where they are computed; else they are a file of the tool.</summary>
    public ComputedData? Data { get; init; }

    /// <summary>How it is fitted.</summary>
    public SampleRecipe Recipe { get; init; } = new();

    /// <summary>The rows and the recipe for a lag and a seed, where the sample has a lag.</summary>
    public Func<int, int, (ComputedData Data, SampleRecipe Recipe)>? Draw { get; init; }

    /// <summary>Every sample.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new() { Name = "sine", Targets = "y", Time = "x", SeasonLength = 63, Data = new(["x", "y"], Sine) },
        new() { Name = "airline", Targets = "passengers_thousands", Time = "date", Window = 24, SeasonLength = 12 },
        new() { Name = "weather", Targets = "temp_max_c", Features = "precip_mm,temp_min_c,wind_m_s", Time = "date", Label = "weather", SeasonLength = 365 },
        new() { Name = "digits", Task = RecurrentTask.Classify, Label = "label", Features = "r0c0..r7c7", Window = 8 },
        new() { Name = "ecg", Targets = "ecg_mv", Time = "sample", Window = 60, SeasonLength = 240 },
        new() { Name = "pride", Task = RecurrentTask.Language },
        new()
        {
            Name = "recall",
            Task = RecurrentTask.Classify,
            Label = "symbol",
            Sequence = "sequence",
            Features = string.Join(',', RecallTask.Features),
            Draw = (lag, seed) => (RecallTask.Data(lag, seed), SampleRecipe.Memory(lag) with { Epochs = 60, StoppingThreshold = 0.01 }),
        },
        new()
        {
            Name = "adding",
            Targets = "sum",
            Sequence = "sequence",
            Features = string.Join(',', AddingTask.Features),
            Draw = (lag, seed) => (AddingTask.Data(lag, seed), SampleRecipe.Memory(lag) with { Epochs = 15, StoppingThreshold = 0.002 }),
        },
    ];

    /// <summary>The sample of a name.</summary>
    /// <exception cref="UserInputException">There is none.</exception>
    public static Sample Find(string name) => All.FirstOrDefault(sample => sample.Name == name)
        ?? throw new UserInputException($"Option --sample is '{name}', expected {string.Join(", ", All.Select(sample => sample.Name))}.");

    /// <summary>The sample of a lag and a seed, with its rows.</summary>
    public Sample WithLag(int lag, int seed)
    {
        var (data, recipe) = Draw!(lag, seed);
        return this with { Data = data, Recipe = recipe };
    }

    private static IEnumerable<string> Sine() =>
        Enumerable.Range(0, SineSeries.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $"{SineSeries.X(index)},{SineSeries.Y(index)}"));
}
