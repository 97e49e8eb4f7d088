using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>How a card is written: compact, camelCase, names for enumerations, nothing for what is null.</summary>
internal static class ModelCardJson
{
    // Not a generated context: that one gives 0 and null, instead of the defaults, to init-only properties that a card leaves out.
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A score can be NaN, such as a percentage error of values that are all 0.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };
}
