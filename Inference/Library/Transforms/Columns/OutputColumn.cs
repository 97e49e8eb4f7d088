using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A column that is made from a model's answers: its name, type and annotations.</summary>
internal abstract class OutputColumn(string name, DataViewType type, ClassNames? names)
{
    /// <summary>The name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>The type of the column; a time axis that differs from row to row is 0.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>The names of the classes, where the column has them.</summary>
    protected ClassNames? Names { get; } = names;

    /// <summary>Adds the column to a schema.</summary>
    public void AddTo(DataViewSchema.Builder builder)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        Names?.AddTo(annotations);
        builder.AddColumn(Name, Type, annotations.ToAnnotations());
    }

    /// <summary>The column as a shape.</summary>
    public abstract SchemaShape.Column ToShape();

    /// <summary>A getter of the column's value for the answer that <paramref name="output"/> gives for the current row.</summary>
    public abstract Delegate CreateGetter(RowOutputGetter output);
}
