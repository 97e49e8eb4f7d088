using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The names of a model's classes, in its order, as an annotation of a column.</summary>
internal sealed class ClassNames
{
    private readonly VBuffer<ReadOnlyMemory<char>> _names;

    private ClassNames(string kind, IReadOnlyList<string> names)
    {
        Kind = kind;
        _names = new VBuffer<ReadOnlyMemory<char>>(names.Count, [.. names.Select(name => name.AsMemory())]);
        Type = new VectorDataViewType(TextDataViewType.Instance, names.Count);
    }

    /// <summary>The kind of annotation under which ML.NET looks for the names.</summary>
    public string Kind { get; }

    /// <summary>Vector&lt;Text&gt;.</summary>
    public VectorDataViewType Type { get; }

    /// <summary>The names of a vector's slots.</summary>
    public static ClassNames ForSlots(IReadOnlyList<string> names) => new("SlotNames", names);

    /// <summary>The names of a key's values.</summary>
    public static ClassNames ForKeys(IReadOnlyList<string> names) => new("KeyValues", names);

    /// <summary>The names in the card; classes without names are called by their numbers, from 0.</summary>
    public static IReadOnlyList<string> FromCard(ModelCard card) => card.Labels.Count == card.Network.Classes
        ? card.Labels
        : [.. Enumerable.Range(0, card.Network.Classes).Select(number => $"{number}")];

    /// <summary>Adds the annotation to a column.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations) =>
        annotations.Add(Kind, Type, (ref VBuffer<ReadOnlyMemory<char>> value) => _names.CopyTo(ref value));

    /// <summary>Adds the annotation to the definition of a column.</summary>
    public void AddTo(SchemaDefinition.Column column) => column.AddAnnotation(Kind, _names, Type);
}
