using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Uses a file as users do: loads, scores and streams it, imports it, and describes its structure.</summary>
internal static class FuzzTarget
{
    private const int Time = 3;
    private const int MaxValues = 1 << 18;

    /// <summary>Runs all operations on a file. Any exception other than a <see cref="RecurrentModelException"/> is propagated.</summary>
    /// <returns>The operations that accepted the file.</returns>
    public static (bool Scored, bool Imported, bool Described) Run(byte[] file) => (
        Accepts(() => Score(file)),
        Accepts(() => OnnxImporter.Import(file, "fuzz").Network.Dispose()),
        Accepts(() => _ = RecurrentStructure.Describe(OnnxFile.Parse(file, "fuzz"), "fuzz")));

    private static void Score(byte[] file)
    {
        if (IsProbedWithLargeInputs(OnnxFile.Parse(file, "fuzz")))
            return;
        using var model = RecurrentModel.Load(file, "fuzz");
        // Models with token IDs as input are scored by other tests.
        if (model.Network.Embedding is not null)
            return;
        var time = model.Network.Graph?.FixedSteps ?? Math.Max(Time, model.Network.MinSteps);
        var batch = new SequenceBatch
        {
            Values = new float[time * model.Network.Features],
            OtherInputs = new float[model.Network.Graph?.GetOtherInputsSize(time) ?? 0],
            Count = 1,
        };
        model.ScoreBatch(batch, new float[model.GetOutputSize(time)]);
        if (model.Network.Graph is null)
            return;
        Step(model, batch);
        Transform(file, model, time);
    }

    private static void Step(RecurrentModel model, in SequenceBatch step)
    {
        try
        {
            model.OpenStream().Step(step, new float[model.GetOutputSize(step.Values.Length / model.Network.Features)]);
        }
        catch (NotSupportedException exception) when (exception.Message.StartsWith("This model cannot be streamed", StringComparison.Ordinal))
        {
            // The graph has no states.
        }
    }

    private static void Transform(byte[] file, RecurrentModel model, int time)
    {
        if (model.Network.Graph!.OtherInputs.Count > 0)
            return;
        var context = new MLContext();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, time * model.Network.Features);
        var view = context.Data.LoadFromEnumerable([new Row { Values = new float[time * model.Network.Features] }], schema);
        var options = new RecurrentScoringOptions { InputColumnName = nameof(Row.Values), ModelFile = "fuzz" };
        var scored = RecurrentTransformer.Create(file, options, view.Schema).Transform(view);
        foreach (var column in scored.Schema.Skip(1))
        {
            if (column.Type is VectorDataViewType)
                _ = scored.GetColumn<float[]>(column).ToList();
            else
                _ = scored.GetColumn<float>(column).ToList();
        }
    }

    // A graph without a card runs on sample sequences when it is loaded, whose size is the declared one.
    private static bool IsProbedWithLargeInputs(ModelProto model) =>
        OnnxFile.TryReadCard(model, "fuzz") is null
        && model.Graph.Input.Any(input => input.Type?.TensorType?.Shape?.Dim.Any(dimension => dimension.DimValue > MaxValues) == true);

    private static bool Accepts(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (RecurrentModelException exception)
        {
            if (exception.Message.Any(char.IsControl) || !exception.Message.StartsWith("Model file 'fuzz'", StringComparison.Ordinal))
                throw new InvalidOperationException($"The message is not one line that names the file: {exception.Message}", exception);
            return false;
        }
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
