using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The column that takes a model's answers: its name, type and annotations.</summary>
internal sealed class ScoreColumn
{
    // The kind of annotation under which ML.NET looks for the names of a vector's slots.
    private const string SlotNames = "SlotNames";

    private readonly VBuffer<ReadOnlyMemory<char>>? _labels;

    /// <summary>Describes the column.</summary>
    /// <param name="card">What the model is.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="time">The time steps of every sequence, or null where they differ.</param>
    public ScoreColumn(ModelCard card, string name, int? time)
    {
        Name = name;
        var network = card.Network;
        Type = network switch
        {
            { AnswersEveryStep: true } => Vector(time ?? 0, network.Outputs),
            { Outputs: 1, Task: RecurrentTask.Forecast } => NumberDataViewType.Single,
            { Targets: > 1, Task: RecurrentTask.Forecast } => Vector(network.Horizon, network.Targets),
            _ => Vector(network.Outputs),
        };
        if (network.Task == RecurrentTask.Classify && card.Labels.Count == network.Outputs)
            _labels = new VBuffer<ReadOnlyMemory<char>>(card.Labels.Count, [.. card.Labels.Select(label => label.AsMemory())]);
    }

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>Single, or Vector&lt;Single&gt; with the axes of the answer; a time axis that differs from row to row is 0.</summary>
    public DataViewType Type { get; }

    /// <summary>Adds the column to a schema.</summary>
    public void AddTo(DataViewSchema.Builder builder)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_labels is { } labels)
            annotations.Add(SlotNames, LabelsType(labels), (ref VBuffer<ReadOnlyMemory<char>> value) => labels.CopyTo(ref value));
        builder.AddColumn(Name, Type, annotations.ToAnnotations());
    }

    /// <summary>The column as a shape.</summary>
    /// <remarks>Columns of shapes have no public constructor: a stock estimator that adds a column like this one is asked for its.</remarks>
    public SchemaShape.Column ToShape()
    {
        var vector = SchemaDefinition.Create(typeof(VectorScore));
        var added = Type is VectorDataViewType ? vector : SchemaDefinition.Create(typeof(SingleScore));
        added[0].ColumnName = Name;
        added[0].ColumnType = Type;
        if (_labels is { } labels)
            added[0].AddAnnotation(SlotNames, labels, LabelsType(labels));
        var transforms = new MLContext().Transforms;
        IEstimator<ITransformer> estimator = Type is VectorDataViewType
            ? transforms.CustomMapping<NoColumns, VectorScore>((_, _) => { }, contractName: null, outputSchemaDefinition: added)
            : transforms.CustomMapping<NoColumns, SingleScore>((_, _) => { }, contractName: null, outputSchemaDefinition: added);
        return estimator.GetOutputSchema(new SchemaShape([]))[0];
    }

    /// <summary>A getter of the answer that <paramref name="answer"/> gives for the current row.</summary>
    public Delegate Getter(AnswerOfRow answer)
    {
        if (Type is not VectorDataViewType)
            return (ValueGetter<float>)((ref float value) => value = answer()[0]);
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var values = answer();
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    private static VectorDataViewType Vector(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);

    private static VectorDataViewType LabelsType(VBuffer<ReadOnlyMemory<char>> labels) => new(TextDataViewType.Instance, labels.Length);

    private sealed class NoColumns;

    private sealed class SingleScore
    {
        public float Score { get; set; }
    }

    private sealed class VectorScore
    {
        public VBuffer<float> Score { get; set; }
    }
}
