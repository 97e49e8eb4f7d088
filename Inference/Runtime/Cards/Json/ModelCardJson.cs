using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MlNetRecurrent;

/// <summary>Writes cards as JSON and reads them.</summary>
internal static class ModelCardJson
{
    private static readonly JsonSerializerOptions Options = new(CardJsonContext.Default.Options)
    {
        TypeInfoResolver = CardJsonContext.Default.WithAddedModifier(OmitDefaultsOfLaterProperties),
    };

    private static readonly JsonTypeInfo<ModelCardJsonV1> CardType = (JsonTypeInfo<ModelCardJsonV1>)Options.GetTypeInfo(typeof(ModelCardJsonV1));

    public static string Write(ModelCard card) => JsonSerializer.Serialize(CardMapping.ToJsonForm(card), CardType);

    /// <summary>Reads a card without validating its network; returns null if the JSON is the literal <c>null</c>.</summary>
    /// <exception cref="JsonException">The text is not the JSON of a card.</exception>
    /// <exception cref="ArgumentException">The vocabulary is invalid: <see cref="Vocabulary"/> checks its tokens when it is created.</exception>
    public static ModelCard? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CardType) is { } card ? CardMapping.ToCard(card) : null;
        }
        catch (JsonException exception)
        {
            // A message contains the name of the class of the JSON form; users know that name without its suffix.
            throw new JsonException(exception.Message.Replace("JsonV1", "", StringComparison.Ordinal), exception);
        }
    }

    // Properties that did not exist in the first files are written only if they differ from their defaults, so that the JSON of earlier cards does
    // not change.
    private static void OmitDefaultsOfLaterProperties(JsonTypeInfo type)
    {
        if (type.Type != typeof(NetworkDescriptionJsonV1)
            && type.Type != typeof(LayerDescriptionJsonV1)
            && type.Type != typeof(LinearLayerDescriptionJsonV1))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.Name is "seasonalKnown" or "lagFeatures" or "targetFeatures" or "quantiles" or "inputLayers" or "headLayers"
                or "categories" or "staticFeatures")
            {
                property.ShouldSerialize = (_, value) => value is IEnumerable list && list.GetEnumerator().MoveNext();
            }
            else if (property.Name is "ensemble" or "pooledSteps" or "kernelSize")
            {
                property.ShouldSerialize = (_, value) => value is not 1;
            }
            else if (property.Name == "layerNormalizationEpsilon")
            {
                property.ShouldSerialize = (_, value) => value is not NormalizationEpsilon.Layer;
            }
        }
    }
}
