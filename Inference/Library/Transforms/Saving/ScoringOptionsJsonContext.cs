using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The generated metadata of the scoring options' JSON: compact, nothing for what is null.</summary>
[JsonSerializable(typeof(ScoringOptionsShape))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(ScoringOptionsNames.Policies), typeof(ScoringOptionsNames.Engines)])]
internal sealed partial class ScoringOptionsJsonContext : JsonSerializerContext;
