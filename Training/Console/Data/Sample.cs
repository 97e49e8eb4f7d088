using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>A built-in data set with its default options. Options on the command line replace them.</summary>
internal sealed record Sample
{
    /// <summary>The name in <c>--sample</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The default task.</summary>
    public RecurrentTask Task { get; init; }

    /// <summary>The columns to forecast.</summary>
    public string? Targets { get; init; }

    /// <summary>The additional feature columns.</summary>
    public string? Features { get; init; }

    /// <summary>The time column.</summary>
    public string? Time { get; init; }

    /// <summary>The label column.</summary>
    public string? Label { get; init; }

    /// <summary>The column that identifies the sequences.</summary>
    public string? Sequence { get; init; }

    /// <summary>The number of time steps in each input window.</summary>
    public int Window { get; init; } = 20;

    /// <summary>The season length, in rows.</summary>
    public int? SeasonLength { get; init; }

    /// <summary>The computed rows; null if the sample is an embedded file.</summary>
    public ComputedData? Data { get; init; }

    /// <summary>The options that differ from the general defaults.</summary>
    public SampleRecipe Recipe { get; init; } = new();

    /// <summary>Creates the rows and the recipe for a lag and a seed; null for a sample without a lag.</summary>
    public Func<int, int, (ComputedData Data, SampleRecipe Recipe)>? Draw { get; init; }

    /// <summary>All samples.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new() { Name = "sine", Targets = "y", Time = "x", SeasonLength = 63, Data = new(["x", "y"], Sine) },
        new() { Name = "airline", Targets = "passengers_thousands", Time = "date", Window = 24, SeasonLength = 12 },
        new()
        {
            Name = "weather",
            Targets = "temp_max_c",
            Features = "precip_mm,temp_min_c,wind_m_s",
            Time = "date",
            Label = "weather",
            SeasonLength = 365,
        },
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
            Draw = (lag, seed) => (RecallTask.Data(lag, seed), SampleRecipe.ForMemoryTask(lag) with { Epochs = 60, StoppingThreshold = 0.01 }),
        },
        new()
        {
            Name = "adding",
            Targets = "sum",
            Sequence = "sequence",
            Features = string.Join(',', AddingTask.Features),
            Draw = (lag, seed) => (AddingTask.Data(lag, seed), SampleRecipe.ForMemoryTask(lag) with { Epochs = 15, StoppingThreshold = 0.002 }),
        },
    ];

    /// <summary>Finds a sample by its name.</summary>
    /// <exception cref="UserInputException">There is no such sample.</exception>
    public static Sample Find(string name) => All.FirstOrDefault(sample => sample.Name == name)
        ?? throw new UserInputException($"Option --sample is '{name}', expected {string.Join(", ", All.Select(sample => sample.Name))}.");

    /// <summary>Creates the sample for a lag and a seed.</summary>
    public Sample WithLag(int lag, int seed)
    {
        var (data, recipe) = Draw!(lag, seed);
        return this with { Data = data, Recipe = recipe };
    }

    private static IEnumerable<string> Sine() =>
        Enumerable.Range(0, SineSeries.Count)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"{SineSeries.X(index)},{SineSeries.Y(index)}"));
}
