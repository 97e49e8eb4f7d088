using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of <see cref="RecurrentScoringOptions"/> in a saved pipeline. Files contain its names, so they must not change.</summary>
internal sealed class ScoringOptionsShape
{
    [JsonPropertyName("outputColumnName")]
    public string OutputColumnName { get; set; } = "Score";

    [JsonPropertyName("inputColumnName"), JsonRequired]
    public string InputColumnName { get; set; } = "";

    [JsonPropertyName("modelFile"), JsonRequired]
    public string ModelFile { get; set; } = "";

    [JsonPropertyName("futureColumnName")]
    public string? FutureColumnName { get; set; }

    [JsonPropertyName("batchSize")]
    public int BatchSize { get; set; } = 96;

    [JsonPropertyName("workers")]
    public int? Workers { get; set; }

    [JsonPropertyName("nonFinite")]
    public NonFinitePolicy NonFinite { get; set; }

    [JsonPropertyName("scoreEveryClass")]
    public bool ScoreEveryClass { get; set; }

    [JsonPropertyName("engine")]
    public RecurrentEngine Engine { get; set; }

    [JsonPropertyName("session")]
    public SessionOptionsShape Session { get; set; } = new();

    [JsonPropertyName("allowAnyGraph")]
    public bool AllowAnyGraph { get; set; }

    public static ScoringOptionsShape From(RecurrentScoringOptions options) => new()
    {
        OutputColumnName = options.OutputColumnName,
        InputColumnName = options.InputColumnName,
        ModelFile = options.ModelFile,
        FutureColumnName = options.FutureColumnName,
        BatchSize = options.BatchSize,
        Workers = options.Workers,
        NonFinite = options.NonFinite,
        ScoreEveryClass = options.ScoreEveryClass,
        Engine = options.Engine,
        Session = SessionOptionsShape.From(options.Session),
        AllowAnyGraph = options.AllowAnyGraph,
    };

    public RecurrentScoringOptions ToOptions() => new()
    {
        OutputColumnName = OutputColumnName,
        InputColumnName = InputColumnName,
        ModelFile = ModelFile,
        FutureColumnName = FutureColumnName,
        BatchSize = BatchSize,
        Workers = Workers,
        NonFinite = NonFinite,
        ScoreEveryClass = ScoreEveryClass,
        Engine = Engine,
        Session = Session.ToOptions(),
        AllowAnyGraph = AllowAnyGraph,
    };
}
