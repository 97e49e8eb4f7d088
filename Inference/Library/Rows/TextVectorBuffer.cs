using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A buffer of text vectors.</summary>
internal sealed class TextVectorBuffer(DataViewRow source, DataViewSchema.Column column, int capacity)
    : VectorBuffer<ReadOnlyMemory<char>>(source, column, capacity)
{
    /// <inheritdoc/>
    protected override void Detach(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        var editor = VBufferEditor.CreateFromBuffer(ref value);
        foreach (ref var text in editor.Values)
            text = TextBuffer.Keep(text);
        value = editor.Commit();
    }
}
