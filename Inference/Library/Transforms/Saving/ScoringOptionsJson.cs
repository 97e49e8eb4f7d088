using System.Text.Json;

namespace MlNetRecurrent;

/// <summary>The JSON text of scoring options in a saved pipeline.</summary>
internal static class ScoringOptionsJson
{
    public static string Write(RecurrentScoringOptions options) =>
        JsonSerializer.Serialize(ScoringOptionsShape.From(options), ScoringOptionsJsonContext.Default.ScoringOptionsShape);

    /// <exception cref="RecurrentModelException">The text does not contain valid options.</exception>
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
