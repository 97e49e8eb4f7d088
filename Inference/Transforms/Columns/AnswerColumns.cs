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
            _ when network.AnswersEveryStep => [Score(output, Vector(time ?? 0, network.Outputs))],
            RecurrentTask.Forecast when network.Outputs == 1 => [First(output)],
            RecurrentTask.Forecast when network.Targets > 1 => [Score(output, Vector(network.Horizon, network.Targets))],
            _ => [Score(output, Vector(network.Outputs))],
        };
    }

    /// <summary>Whether the columns are those of ML.NET's binary trainers.</summary>
    public static bool IsBinary(ModelCard card, RecurrentScoringOptions options) =>
        card.Network is { Task: RecurrentTask.Classify, Classes: 2 } && !options.ScoreEveryClass;

    private static IReadOnlyList<AnswerColumn> Classes(string output, IReadOnlyList<string> names) =>
    [
        Score(output, Vector(names.Count), ClassNames.OfSlots(names)),
        PredictedLabel(output, names),
    ];

    private static IReadOnlyList<AnswerColumn> Binary(string output, IReadOnlyList<string> names) =>
    [
        new TypedAnswerColumn<float>(output, NumberDataViewType.Single, null, static (answer, ref value) => value = ClassDecision.LogOdds(answer)),
        new TypedAnswerColumn<float>(SecondaryColumn.Name(output, SecondaryColumn.Probability), NumberDataViewType.Single, null, static (answer, ref value) => value = answer[1]),
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
                (answer, ref value) => ClassDecision.KeysOfSteps(answer, classes, ref value)),
        ];
    }

    private static TypedAnswerColumn<float> First(string name) => new(name, NumberDataViewType.Single, null, static (answer, ref value) => value = answer[0]);

    private static TypedAnswerColumn<uint> PredictedLabel(string output, IReadOnlyList<string> names) => new(
        SecondaryColumn.Name(output, SecondaryColumn.PredictedLabel), Key(names.Count), ClassNames.OfKeys(names), static (answer, ref value) => value = ClassDecision.Key(answer));

    private static TypedAnswerColumn<VBuffer<float>> Score(string name, VectorDataViewType type, ClassNames? names = null) =>
        new(name, type, names, static (answer, ref value) =>
        {
            var editor = VBufferEditor.Create(ref value, answer.Length);
            answer.CopyTo(editor.Values);
            value = editor.Commit();
        });

    private static KeyDataViewType Key(int classes) => new(typeof(uint), classes);

    private static VectorDataViewType Vector(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);
}
