using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Which columns a model's answers become, so that ML.NET's evaluators and other transforms understand them.</summary>
internal static class AnswerColumns
{
    /// <summary>The columns, the scores first.</summary>
    /// <param name="card">What the model is.</param>
    /// <param name="options">The name of the output column, and what two classes become.</param>
    /// <param name="time">The time steps of every sequence, or null where they differ.</param>
    public static IReadOnlyList<AnswerColumn> Create(ModelCard card, RecurrentScoringOptions options, int? time)
    {
        var output = options.OutputColumnName;
        var network = card.Network;
        return network.Task switch
        {
            RecurrentTask.Classify when IsBinary(card, options) => Binary(output, ClassNames.In(card)),
            RecurrentTask.Classify => Classes(output, ClassNames.In(card)),
            RecurrentTask.Tag => Tags(output, ClassNames.In(card), time),
            RecurrentTask.Forecast when HasBounds(card) => [Forecast(output, network, time), .. Bounds(output, network, time)],
            RecurrentTask.Forecast => [Forecast(output, network, time)],
            _ => [Score(output, network.AnswersEveryStep ? Vector(time ?? 0, network.Outputs) : Vector(network.Outputs))],
        };
    }

    /// <summary>Whether a forecast has columns of its lowest and its highest quantile.</summary>
    public static bool HasBounds(ModelCard card) => card.Network is { Task: RecurrentTask.Forecast, Quantiles.Count: > 1 };

    /// <summary>Whether the columns are those of ML.NET's binary trainers.</summary>
    public static bool IsBinary(ModelCard card, RecurrentScoringOptions options) =>
        card.Network is { Task: RecurrentTask.Classify, Classes: 2 } && !options.ScoreEveryClass;

    private static AnswerColumn Forecast(string output, NetworkDescription network, int? time) => network is { Outputs: 1, AnswersEveryStep: false }
        ? new TypedAnswerColumn<float>(output, NumberDataViewType.Single, null, static (answer, ref value) => value = answer.Values[0])
        : Score(output, ForecastType(network, time));

    private static IEnumerable<AnswerColumn> Bounds(string output, NetworkDescription network, int? time) =>
        from bound in new[] { (Role: SecondaryColumn.LowerBound, Level: 0), (Role: SecondaryColumn.UpperBound, Level: network.Quantiles.Count - 1) }
        select Bound(SecondaryColumn.Name(output, bound.Role), network, time, bound.Level);

    private static AnswerColumn Bound(string name, NetworkDescription network, int? time, int level) => network is { Outputs: 1, AnswersEveryStep: false }
        ? new TypedAnswerColumn<float>(name, NumberDataViewType.Single, null, (answer, ref value) => value = answer.Quantiles[level])
        : new TypedAnswerColumn<VBuffer<float>>(name, ForecastType(network, time), null, (answer, ref value) =>
        {
            var editor = VBufferEditor.Create(ref value, answer.Values.Length);
            for (var index = 0; index < editor.Values.Length; index++)
                editor.Values[index] = answer.Quantiles[(index * answer.Levels) + level];
            value = editor.Commit();
        });

    private static VectorDataViewType ForecastType(NetworkDescription network, int? time) => network switch
    {
        { AnswersEveryStep: true } => Vector(time ?? 0, network.Outputs),
        { Targets: > 1 } => Vector(network.Horizon, network.Targets),
        _ => Vector(network.Outputs),
    };

    private static IReadOnlyList<AnswerColumn> Classes(string output, IReadOnlyList<string> names) =>
    [
        Score(output, Vector(names.Count), ClassNames.OfSlots(names)),
        PredictedLabel(output, names),
    ];

    private static IReadOnlyList<AnswerColumn> Binary(string output, IReadOnlyList<string> names) =>
    [
        new TypedAnswerColumn<float>(output, NumberDataViewType.Single, null, static (answer, ref value) => value = ClassDecision.LogOdds(answer.Values)),
        new TypedAnswerColumn<float>(SecondaryColumn.Name(output, SecondaryColumn.Probability), NumberDataViewType.Single, null, static (answer, ref value) => value = answer.Values[1]),
        PredictedLabel(output, names),
    ];

    private static IReadOnlyList<AnswerColumn> Tags(string output, IReadOnlyList<string> names, int? time)
    {
        var classes = names.Count;
        return
        [
            Score(output, Vector(time ?? 0, classes)),
            new TypedAnswerColumn<VBuffer<uint>>(
                SecondaryColumn.Name(output, SecondaryColumn.PredictedLabel), new VectorDataViewType(Key(classes), time ?? 0), ClassNames.OfKeys(names),
                (answer, ref value) => ClassDecision.KeysOfSteps(answer.Values, classes, ref value)),
        ];
    }

    private static TypedAnswerColumn<uint> PredictedLabel(string output, IReadOnlyList<string> names) => new(
        SecondaryColumn.Name(output, SecondaryColumn.PredictedLabel), Key(names.Count), ClassNames.OfKeys(names), static (answer, ref value) => value = ClassDecision.Key(answer.Values));

    private static TypedAnswerColumn<VBuffer<float>> Score(string name, VectorDataViewType type, ClassNames? names = null) =>
        new(name, type, names, static (answer, ref value) =>
        {
            var editor = VBufferEditor.Create(ref value, answer.Values.Length);
            answer.Values.CopyTo(editor.Values);
            value = editor.Commit();
        });

    private static KeyDataViewType Key(int classes) => new(typeof(uint), classes);

    private static VectorDataViewType Vector(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);
}
