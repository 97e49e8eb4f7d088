using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The generated metadata for the JSON of scoring options. The JSON is compact and omits null values.</summary>
[JsonSerializable(typeof(ScoringOptionsShape))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(ScoringOptionsNames.Policies), typeof(ScoringOptionsNames.Engines)])]
internal sealed partial class ScoringOptionsJsonContext : JsonSerializerContext;
