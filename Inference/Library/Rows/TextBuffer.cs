using System.Runtime.InteropServices;
using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Texts: a piece of a loader's reused buffer is copied, a piece of a string is kept.</summary>
internal sealed class TextBuffer(DataViewRow source, DataViewSchema.Column column, int capacity) : ValueBuffer<ReadOnlyMemory<char>>(source, column, capacity)
{
    /// <summary>The same text, in memory that nobody writes to.</summary>
    public static ReadOnlyMemory<char> Keep(ReadOnlyMemory<char> text) =>
        text.IsEmpty || MemoryMarshal.TryGetString(text, out _, out _, out _) ? text : text.ToString().AsMemory();

    /// <inheritdoc/>
    protected override void Detach(ref ReadOnlyMemory<char> value) => value = Keep(value);
}
