namespace MlNetRecurrent.Training;

/// <summary>Reads a text from its beginning again, of which a part has been read already.</summary>
/// <param name="start">The part.</param>
/// <param name="rest">What follows it. It stays open.</param>
internal sealed class JoinedText(string start, TextReader rest) : TextReader
{
    private int _position;

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (_position == start.Length)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, start.Length - _position);
        start.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read()
    {
        var character = '\0';
        return Read(new Span<char>(ref character)) == 0 ? -1 : character;
    }

    /// <inheritdoc/>
    public override int Peek() => _position < start.Length ? start[_position] : rest.Peek();
}
