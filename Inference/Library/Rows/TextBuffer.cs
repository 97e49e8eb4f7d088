using System.Runtime.InteropServices;
using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>A buffer of texts. Parts of strings are kept; other memory, such as the reused buffer of a loader, is copied.</summary>
internal sealed class TextBuffer(DataViewRow source, DataViewSchema.Column column, int capacity)
    : ValueBuffer<ReadOnlyMemory<char>>(source, column, capacity)
{
    /// <summary>Returns the text in immutable memory.</summary>
    public static ReadOnlyMemory<char> Keep(ReadOnlyMemory<char> text) =>
        text.IsEmpty || MemoryMarshal.TryGetString(text, out _, out _, out _) ? text : text.ToString().AsMemory();

    /// <inheritdoc/>
    protected override void Detach(ref ReadOnlyMemory<char> value) => value = Keep(value);
}
