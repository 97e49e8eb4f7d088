using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>
/// The generated metadata of the card JSON, which is compatible with trimming and native compilation. The JSON is compact and omits nulls.
/// </summary>
/// <remarks>
/// It uses classes with settable properties instead of the records, since the generator sets init-only properties that a card omits to 0 and null
/// instead of their defaults (dotnet/runtime#84484).
/// </remarks>
[JsonSerializable(typeof(ModelCardJsonV1))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A score can be NaN, such as a percentage error of values that are all 0.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(CardNames.Tasks), typeof(CardNames.Normalizations), typeof(CardNames.Directions),
        typeof(CardNames.Poolings), typeof(CardNames.Activations), typeof(CardNames.Transforms), typeof(CardNames.ResidualBaselines),
        typeof(CardNames.Precisions), typeof(CardNames.CalendarFields), typeof(CardNames.TokenUnits),
        typeof(CardNames.GridAggregates), typeof(CardNames.GridFills),
    ])]
internal sealed partial class CardJsonContext : JsonSerializerContext;
