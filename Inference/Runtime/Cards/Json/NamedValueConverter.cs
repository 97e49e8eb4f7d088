using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>Converts enumeration values to and from explicit names, so that stored files stay readable when a member is renamed.</summary>
/// <remarks>
/// Names are read ignoring case. Numbers are also read, including numbers in strings; a value without a name is written as its number.
/// </remarks>
/// <typeparam name="T">An enumeration of 32-bit integers.</typeparam>
internal abstract class NamedValueConverter<T>(params (string Name, T Value)[] names) : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
            return Unsafe.BitCast<int, T>(number);
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString().AsSpan().Trim();
            foreach (var (name, named) in names)
            {
                if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return named;
            }

            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return Unsafe.BitCast<int, T>(value);
        }

        // No message: the serializer states what could not be converted, and its position.
        throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (name, named) in names)
        {
            if (EqualityComparer<T>.Default.Equals(named, value))
            {
                writer.WriteStringValue(name);
                return;
            }
        }

        writer.WriteNumberValue(Unsafe.BitCast<T, int>(value));
    }
}
