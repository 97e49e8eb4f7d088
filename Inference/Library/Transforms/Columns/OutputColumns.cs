using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The columns that hold the outputs of a model, in the form that ML.NET's evaluators and transforms expect.</summary>
internal static class OutputColumns
{
    /// <summary>Creates the columns, starting with the scores.</summary>
    /// <param name="card">The card of the model.</param>
    /// <param name="options">The name of the score column, and the form of binary scores.</param>
    /// <param name="time">The number of time steps in every sequence, or null if it varies.</param>
    public static IReadOnlyList<OutputColumn> Create(ModelCard card, RecurrentScoringOptions options, int? time)
    {
        var output = options.OutputColumnName;
        var network = card.Network;
        return network.Task switch
        {
            RecurrentTask.Classify when IsBinary(card, options) => CreateBinary(output, ClassNames.FromCard(card)),
            RecurrentTask.Classify => CreateClasses(output, ClassNames.FromCard(card)),
            RecurrentTask.Tag => CreateTags(output, ClassNames.FromCard(card), time),
            RecurrentTask.Forecast when HasBounds(card) => [CreateForecast(output, network, time), .. CreateBounds(output, network, time)],
            RecurrentTask.Forecast => [CreateForecast(output, network, time)],
            RecurrentTask.Custom => [.. CreateGraphOutputs(output, network.Graph!, time)],
            _ when network.HasOutputPerStep => [CreateScore(output, CreateVectorType(time ?? 0, network.OutputSize))],
            _ => [CreateScore(output, CreateVectorType(network.OutputSize))],
        };
    }

    /// <summary>Whether the forecast has columns for its lowest and highest quantiles.</summary>
    public static bool HasBounds(ModelCard card) => card.Network is { Task: RecurrentTask.Forecast, Forecast.Quantiles.Count: > 1 };

    /// <summary>Whether the columns are those of ML.NET's binary classification trainers.</summary>
    public static bool IsBinary(ModelCard card, RecurrentScoringOptions options) =>
        card.Network is { Task: RecurrentTask.Classify, Classes: 2 } && !options.ScoreEveryClass;

    /// <summary>Returns the sizes of the values of an output, without sizes of 1; empty for a single value.</summary>
    public static int[] GetDimensions(GraphTensor output) =>
        [.. output.Axes.Where(axis => axis is { Kind: GraphAxisKind.Value, Size: not 1 }).Select(axis => axis.Size!.Value)];

    private static IEnumerable<OutputColumn> CreateGraphOutputs(string name, GraphDescription graph, int? time)
    {
        for (var index = 0; index < graph.Outputs.Count; index++)
        {
            var outputName = graph.Outputs.Count == 1 ? name : SecondaryColumn.GetName(name, graph.Outputs[index].Name);
            yield return CreateGraphOutput(outputName, graph, index, time);
        }
    }

    private static OutputColumn CreateGraphOutput(string name, GraphDescription graph, int index, int? time)
    {
        var output = graph.Outputs[index];
        if (output is { HasSteps: false, Size: 1 })
        {
            return new TypedOutputColumn<float>(
                name, NumberDataViewType.Single, null, (model, ref value) => value = model.Values[graph.GetOutputStart(index, model.Steps)]);
        }

        var type = output.HasSteps
            ? CreateVectorType(time is { } known ? Math.Max(1, output.GetSteps(known)) : 0, output.Size)
            : CreateVectorType(GetDimensions(output));
        return new TypedOutputColumn<VBuffer<float>>(name, type, null, (model, ref value) =>
        {
            var values = model.Values.Slice(graph.GetOutputStart(index, model.Steps), checked((int)output.GetSize(model.Steps)));
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    private static OutputColumn CreateForecast(string output, NetworkDescription network, int? time) =>
        network is { OutputSize: 1, HasOutputPerStep: false }
            ? new TypedOutputColumn<float>(output, NumberDataViewType.Single, null, static (model, ref value) => value = model.Values[0])
            : CreateScore(output, ForecastType(network, time));

    private static IEnumerable<OutputColumn> CreateBounds(string output, NetworkDescription network, int? time) =>
        from bound in new[]
        {
            (Role: SecondaryColumn.LowerBound, Level: 0),
            (Role: SecondaryColumn.UpperBound, Level: network.Forecast.Quantiles.Count - 1),
        }
        select CreateBound(SecondaryColumn.GetName(output, bound.Role), network, time, bound.Level);

    private static OutputColumn CreateBound(string name, NetworkDescription network, int? time, int level) =>
        network is { OutputSize: 1, HasOutputPerStep: false }
            ? new TypedOutputColumn<float>(name, NumberDataViewType.Single, null, (model, ref value) => value = model.Quantiles[level])
            : new TypedOutputColumn<VBuffer<float>>(name, ForecastType(network, time), null, (model, ref value) =>
            {
                var editor = VBufferEditor.Create(ref value, model.Values.Length);
                for (var index = 0; index < editor.Values.Length; index++)
                    editor.Values[index] = model.Quantiles[(index * model.Levels) + level];
                value = editor.Commit();
            });

    private static VectorDataViewType ForecastType(NetworkDescription network, int? time) => network switch
    {
        { HasOutputPerStep: true } => CreateVectorType(time ?? 0, network.OutputSize),
        { Forecast.Targets: > 1 } => CreateVectorType(network.Forecast.Horizon, network.Forecast.Targets),
        _ => CreateVectorType(network.OutputSize),
    };

    private static IReadOnlyList<OutputColumn> CreateClasses(string output, IReadOnlyList<string> names) =>
    [
        CreateScore(output, CreateVectorType(names.Count), ClassNames.ForSlots(names)),
        CreatePredictedLabel(output, names),
    ];

    private static IReadOnlyList<OutputColumn> CreateBinary(string output, IReadOnlyList<string> names) =>
    [
        new TypedOutputColumn<float>(
            output, NumberDataViewType.Single, null, static (model, ref value) => value = ClassDecision.LogOdds(model.Values)),
        new TypedOutputColumn<float>(
            SecondaryColumn.GetName(output, SecondaryColumn.Probability), NumberDataViewType.Single, null,
            static (model, ref value) => value = model.Values[1]),
        CreatePredictedLabel(output, names),
    ];

    private static IReadOnlyList<OutputColumn> CreateTags(string output, IReadOnlyList<string> names, int? time)
    {
        var classes = names.Count;
        return
        [
            CreateScore(output, CreateVectorType(time ?? 0, classes)),
            new TypedOutputColumn<VBuffer<uint>>(
                SecondaryColumn.GetName(output, SecondaryColumn.PredictedLabel),
                new VectorDataViewType(CreateKeyType(classes), time ?? 0),
                ClassNames.ForKeys(names),
                (model, ref value) => ClassDecision.GetStepKeys(model.Values, classes, ref value)),
        ];
    }

    private static TypedOutputColumn<uint> CreatePredictedLabel(string output, IReadOnlyList<string> names) => new(
        SecondaryColumn.GetName(output, SecondaryColumn.PredictedLabel), CreateKeyType(names.Count), ClassNames.ForKeys(names),
        static (model, ref value) => value = ClassDecision.GetKey(model.Values));

    private static TypedOutputColumn<VBuffer<float>> CreateScore(string name, VectorDataViewType type, ClassNames? names = null) =>
        new(name, type, names, static (model, ref value) =>
        {
            var editor = VBufferEditor.Create(ref value, model.Values.Length);
            model.Values.CopyTo(editor.Values);
            value = editor.Commit();
        });

    private static KeyDataViewType CreateKeyType(int classes) => new(typeof(uint), classes);

    private static VectorDataViewType CreateVectorType(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);
}
