using System.Collections.ObjectModel;
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

    // Only files of other programs have these: they are null otherwise, so that the text stays as it was.
    [JsonPropertyName("inputName")]
    public string? InputName { get; set; }

    [JsonPropertyName("inputColumns")]
    public IReadOnlyDictionary<string, string>? InputColumns { get; set; }

    [JsonPropertyName("inputValues")]
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? InputValues { get; set; }

    [JsonPropertyName("outputNames")]
    public IReadOnlyList<string>? OutputNames { get; set; }

    [JsonPropertyName("stateNames")]
    public IReadOnlyDictionary<string, string>? StateNames { get; set; }

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
        InputName = options.InputName,
        InputColumns = options.InputColumns.Count == 0 ? null : options.InputColumns,
        InputValues = options.InputValues.Count == 0 ? null : options.InputValues,
        OutputNames = options.OutputNames.Count == 0 ? null : options.OutputNames,
        StateNames = options.StateNames.Count == 0 ? null : options.StateNames,
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
        InputName = InputName,
        InputColumns = InputColumns ?? ReadOnlyDictionary<string, string>.Empty,
        InputValues = InputValues ?? ReadOnlyDictionary<string, IReadOnlyList<double>>.Empty,
        OutputNames = OutputNames ?? [],
        StateNames = StateNames ?? ReadOnlyDictionary<string, string>.Empty,
    };
}
