using System.Text;
using System.Text.Json;

namespace MlNetRecurrent.Training;

/// <summary>Reads the object in one line. Numbers, texts and Booleans become cells; null is the same as no such key.</summary>
internal ref struct JsonRow
{
    private readonly JsonLineText _text;
    private readonly string _name;
    private Utf8JsonReader _reader;
    private char[] _cell;

    /// <summary>Starts to read a line.</summary>
    /// <param name="text">The text, at the line.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="buffer">A buffer for cells, of any length.</param>
    /// <exception cref="SequenceDataException">The line is not an object.</exception>
    public JsonRow(JsonLineText text, string name, char[] buffer)
    {
        (_text, _name, _cell) = (text, name, buffer);
        _reader = new Utf8JsonReader(text.Line);
        Read();
        if (_reader.TokenType == JsonTokenType.StartObject)
            return;
        throw new SequenceDataException(
            $"{Place}: expected a JSON object in each line, got {Describe(_reader.TokenType)}. "
            + "To convert an array of objects: jq -c .[] FILE.json > FILE.jsonl");
    }

    /// <summary>The buffer, which may be a longer one now.</summary>
    public readonly char[] Buffer => _cell;

    /// <summary>The place of the line, for messages.</summary>
    public readonly string Place => FormattableString.Invariant($"{_name}, line {_text.Number}");

    /// <summary>Moves to the next key, and skips the value of the last one as far as it was not read.</summary>
    /// <returns>False at the end of the object.</returns>
    /// <exception cref="SequenceDataException">The line is not valid JSON.</exception>
    public bool NextKey()
    {
        if (_reader.TokenType == JsonTokenType.PropertyName || (IsStart(_reader.TokenType) && _reader.CurrentDepth > 0))
            Skip();
        Read();
        if (_reader.TokenType != JsonTokenType.EndObject)
            return true;
        // Rejects what follows the object.
        Read();
        return false;
    }

    /// <summary>Whether the current key is this name, in UTF-8. False also for a key with escapes: see <see cref="GetKey"/>.</summary>
    public readonly bool IsKey(ReadOnlySpan<byte> name) => !_reader.ValueIsEscaped && _reader.ValueTextEquals(name);

    /// <summary>Returns the current key; valid until the next call.</summary>
    public ReadOnlySpan<char> GetKey() => CopyText();

    /// <summary>Reads the value of the current key as a cell; empty for null. The cell is valid until the next call.</summary>
    /// <param name="areWords">Whether Booleans are the words true and false, not the numbers 1 and 0.</param>
    /// <param name="cell">Receives the cell.</param>
    /// <returns>False if the value is an array or an object.</returns>
    /// <exception cref="SequenceDataException">The line is not valid JSON.</exception>
    public bool TryReadCell(bool areWords, out ReadOnlySpan<char> cell)
    {
        Read();
        cell = _reader.TokenType switch
        {
            JsonTokenType.Number or JsonTokenType.String => CopyText(),
            JsonTokenType.True => areWords ? "true" : "1",
            JsonTokenType.False => areWords ? "false" : "0",
            _ => [],
        };
        return !IsStart(_reader.TokenType);
    }

    /// <summary>Describes the current value, for messages.</summary>
    public readonly string DescribeValue() => Describe(_reader.TokenType);

    private ReadOnlySpan<char> CopyText()
    {
        if (_cell.Length < _reader.ValueSpan.Length)
            _cell = new char[Math.Max(_reader.ValueSpan.Length, 2 * _cell.Length)];
        try
        {
            return _cell.AsSpan(0, _reader.TokenType == JsonTokenType.Number
                ? Encoding.UTF8.GetChars(_reader.ValueSpan, _cell)
                : _reader.CopyString(_cell));
        }
        catch (InvalidOperationException exception)
        {
            // An escape that is half of a surrogate pair.
            throw Invalid(exception);
        }
    }

    private void Read()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    private void Skip()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    private readonly SequenceDataException Invalid(Exception cause)
    {
        var end = cause.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = (end < 0 ? cause.Message : cause.Message[..end]).TrimEnd('.');
        // An object that goes on in the next line.
        var advice = _reader.BytesConsumed < _text.Line.Length ? "" : " Write each object in one line: jq -c . FILE.json > FILE.jsonl";
        return new SequenceDataException(
            FormattableString.Invariant($"{Place}: expected a JSON object in each line, got invalid JSON after {_reader.BytesConsumed:N0} bytes ")
            + $"({MessageText.Sanitize(reason)}).{advice}",
            cause);
    }

    private static bool IsStart(JsonTokenType token) => token is JsonTokenType.StartArray or JsonTokenType.StartObject;

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "true, false or null",
    };
}
