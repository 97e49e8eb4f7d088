using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A column derived from the outputs of a model: its name, type and annotations.</summary>
internal abstract class OutputColumn(string name, DataViewType type, ClassNames? names)
{
    /// <summary>The name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>The type of the column. A time axis of varying length has size 0.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>The class names, or null if the column has none.</summary>
    protected ClassNames? Names { get; } = names;

    /// <summary>Adds the column to a schema.</summary>
    public void AddTo(DataViewSchema.Builder builder)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        Names?.AddTo(annotations);
        builder.AddColumn(Name, Type, annotations.ToAnnotations());
    }

    /// <summary>Returns the column as part of a schema shape.</summary>
    public abstract SchemaShape.Column ToShape();

    /// <summary>Creates a getter of the column that converts the output returned by <paramref name="output"/> for the current row.</summary>
    public abstract Delegate CreateGetter(RowOutputGetter output);
}
