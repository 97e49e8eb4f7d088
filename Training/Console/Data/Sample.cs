namespace MlNetRecurrent.Console;

/// <summary>Data that comes with the tool, and what is usually asked of it; every option may say otherwise.</summary>
internal sealed record Sample
{
    /// <summary>The one that is computed.</summary>
    public const string Sine = "sine";

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

    /// <summary>Time steps of a window.</summary>
    public int Window { get; init; } = 20;

    /// <summary>Rows of a season.</summary>
    public int? Season { get; init; }

    /// <summary>Every sample.</summary>
    public static IReadOnlyList<Sample> All { get; } =
    [
        new() { Name = Sine, Targets = "y", Time = "x", Season = 63 },
        new() { Name = "airline", Targets = "passengers_thousands", Time = "date", Window = 24, Season = 12 },
        new() { Name = "weather", Targets = "temp_max_c", Features = "precip_mm,temp_min_c,wind_m_s", Time = "date", Label = "weather", Season = 365 },
        new() { Name = "digits", Task = RecurrentTask.Classify, Label = "label", Features = "r0c0..r7c7", Window = 8 },
        new() { Name = "ecg", Targets = "ecg_mv", Time = "sample", Window = 60, Season = 240 },
        new() { Name = "pride", Task = RecurrentTask.Language },
    ];

    /// <summary>The sample of a name.</summary>
    /// <exception cref="UserInputException">There is none.</exception>
    public static Sample Named(string name) => All.FirstOrDefault(sample => sample.Name == name)
        ?? throw new UserInputException($"Option --sample is '{name}', expected {string.Join(", ", All.Select(sample => sample.Name))}.");
}
