using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>Converts a cell to and from its name.</summary>
internal sealed class CellNameConverter : JsonConverter<RecurrentCell>
{
    /// <inheritdoc/>
    public override RecurrentCell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("Expected the name of a cell as a string.");
        try
        {
            return RecurrentCell.Parse(reader.GetString()!);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RecurrentCell value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
