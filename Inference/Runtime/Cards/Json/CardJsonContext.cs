using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The generated metadata of the card's JSON, which trimming and native compilation keep: compact, nothing for what is null.</summary>
/// <remarks>
/// It is over settable shapes, not over the records: the generator gives 0 and null, instead of their defaults, to init-only properties that a
/// card leaves out (dotnet/runtime#84484).
/// </remarks>
[JsonSerializable(typeof(ModelCardShapeV1))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A score can be NaN, such as a percentage error of values that are all 0.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(CardNames.Tasks), typeof(CardNames.Normalizations), typeof(CardNames.Directions),
        typeof(CardNames.Readings), typeof(CardNames.Transforms), typeof(CardNames.Bases),
        typeof(CardNames.Precisions), typeof(CardNames.CalendarFields), typeof(CardNames.TokenKinds),
    ])]
internal sealed partial class CardJsonContext : JsonSerializerContext;
