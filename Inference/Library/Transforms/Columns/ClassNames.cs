using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The class names of a model, in its class order, as a column annotation.</summary>
internal sealed class ClassNames
{
    private readonly VBuffer<ReadOnlyMemory<char>> _names;

    private ClassNames(string kind, IReadOnlyList<string> names)
    {
        Kind = kind;
        _names = new VBuffer<ReadOnlyMemory<char>>(names.Count, [.. names.Select(name => name.AsMemory())]);
        Type = new VectorDataViewType(TextDataViewType.Instance, names.Count);
    }

    /// <summary>The kind of annotation that ML.NET reads the names from.</summary>
    public string Kind { get; }

    /// <summary>The type of the annotation, Vector&lt;Text&gt;.</summary>
    public VectorDataViewType Type { get; }

    /// <summary>Creates slot names of a vector.</summary>
    public static ClassNames ForSlots(IReadOnlyList<string> names) => new("SlotNames", names);

    /// <summary>Creates value names of a key.</summary>
    public static ClassNames ForKeys(IReadOnlyList<string> names) => new("KeyValues", names);

    /// <summary>Returns the names in the card, or the class indices, from 0, if the classes are unnamed.</summary>
    public static IReadOnlyList<string> FromCard(ModelCard card) => card.Labels.Count == card.Network.Classes
        ? card.Labels
        : [.. Enumerable.Range(0, card.Network.Classes).Select(index => $"{index}")];

    /// <summary>Adds the annotation to a column.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations) =>
        annotations.Add(Kind, Type, (ref VBuffer<ReadOnlyMemory<char>> value) => _names.CopyTo(ref value));

    /// <summary>Adds the annotation to the definition of a column.</summary>
    public void AddTo(SchemaDefinition.Column column) => column.AddAnnotation(Kind, _names, Type);
}
