using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
        // What later versions added is written only where it says something: cards without stay as they were, byte for byte.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutAdditions } },
        Converters = { new JsonStringEnumConverter() },
    };

    private static void LeaveOutAdditions(JsonTypeInfo type)
    {
        if (type.Type != typeof(NetworkDescription))
            return;
        foreach (var property in type.Properties)
        {
            if (property.PropertyType != typeof(IReadOnlyList<LayerDescription>) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
                property.ShouldSerialize = (_, value) => value is IEnumerable list && list.GetEnumerator().MoveNext();
            else if (property.Name == Options.PropertyNamingPolicy!.ConvertName(nameof(NetworkDescription.Ensemble)))
                property.ShouldSerialize = (_, value) => value is not 1;
        }
    }
}
