using System.Text.Json;

namespace MlNetRecurrent;

/// <summary>Scoring options as a saved pipeline holds them.</summary>
internal static class ScoringOptionsJson
{
    public static string Write(RecurrentScoringOptions options) =>
        JsonSerializer.Serialize(ScoringOptionsShape.From(options), ScoringOptionsJsonContext.Default.ScoringOptionsShape);

    /// <exception cref="RecurrentModelException">The text holds no options that this library knows.</exception>
    public static RecurrentScoringOptions Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ScoringOptionsJsonContext.Default.ScoringOptionsShape)?.ToOptions()
                ?? throw new RecurrentModelException("The scoring options of the saved pipeline are empty.");
        }
        catch (JsonException exception)
        {
            throw new RecurrentModelException($"The scoring options of the saved pipeline cannot be read: {exception.Message}", exception);
        }
    }
}
