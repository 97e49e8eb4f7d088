using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="FitSummary"/> in version 1 of the model card.</summary>
internal sealed class FitSummaryJsonV1
{
    [JsonPropertyName("epochs"), JsonRequired]
    public int Epochs { get; set; }

    [JsonPropertyName("passes")]
    public double? Passes { get; set; }

    [JsonPropertyName("batchSize"), JsonRequired]
    public int BatchSize { get; set; }

    [JsonPropertyName("optimizer"), JsonRequired]
    public string Optimizer { get; set; } = "";

    [JsonPropertyName("learningRate"), JsonRequired]
    public double LearningRate { get; set; }

    [JsonPropertyName("loss"), JsonRequired]
    public string Loss { get; set; } = "";

    [JsonPropertyName("finalLoss"), JsonRequired]
    public double FinalLoss { get; set; }

    [JsonPropertyName("seed"), JsonRequired]
    public long Seed { get; set; }

    [JsonPropertyName("bestEpoch")]
    public int? BestEpoch { get; set; }

    [JsonPropertyName("validationLoss")]
    public double? ValidationLoss { get; set; }

    [JsonPropertyName("beta2")]
    public double? Beta2 { get; set; }

    [JsonPropertyName("weightAveraging")]
    public double? WeightAveraging { get; set; }

    [JsonPropertyName("weightDecay"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WeightDecay { get; set; }

    [JsonPropertyName("schedule")]
    public string? Schedule { get; set; }

    [JsonPropertyName("warmUpEpochs"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WarmUpEpochs { get; set; }

    [JsonPropertyName("gradientNorm")]
    public double? GradientNorm { get; set; }

    [JsonPropertyName("patience")]
    public int? Patience { get; set; }

    [JsonPropertyName("sufficientLoss")]
    public double? SufficientLoss { get; set; }

    [JsonPropertyName("inputNoise"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double InputNoise { get; set; }

    [JsonPropertyName("timeMask"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double TimeMask { get; set; }

    [JsonPropertyName("timeStretch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double TimeStretch { get; set; }

    [JsonPropertyName("shift"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Shift { get; set; }

    [JsonPropertyName("truncatedSteps")]
    public int? TruncatedSteps { get; set; }

    [JsonPropertyName("balanced"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Balanced { get; set; }

    [JsonPropertyName("everyStep"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EveryStep { get; set; }

    [JsonPropertyName("stride")]
    public int? Stride { get; set; }

    [JsonPropertyName("chrono")]
    public int? Chrono { get; set; }
}
