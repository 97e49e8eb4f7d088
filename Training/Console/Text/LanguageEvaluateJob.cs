using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>A language model beside models that count, on text that it has not seen.</summary>
internal static class LanguageEvaluateJob
{
    /// <summary>Whether a file is a language model's.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged.</exception>
    public static bool IsFor(string path) => OnnxFile.TryReadCard(OnnxFile.Parse(OnnxFile.ReadBytes(path), path), path)?.Network.Task == RecurrentTask.Language;

    /// <summary>Scores the model, and writes the scores.</summary>
    public static void Run(IAnsiConsole output, string path, TextSource source, bool includeFitted, string? page, bool json, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(path);
        if (model.Card.Vocabulary is not { } vocabulary)
            throw new UserInputException($"The card of '{path}' has no vocabulary: its tokens are numbers without texts.");
        var text = new TokenizedText(source.Read(), vocabulary);
        var (noun, count) = (TokenizedText.GetNoun(vocabulary.TokenUnit), text.Tokens.Length);
        var fitted = text.FindTrainingTokens(model.Card.Data?.TrainingText);
        if (count < 2)
            throw new SequenceDataException($"{source.Name} has {count} {noun}: there is nothing to score in fewer than 2. Give a longer text.");
        if (fitted == count && !includeFitted)
            throw new SequenceDataException($"{source.Name} has nothing that the model has not seen: give another text, or --include-fitted to score all the same.");
        var seen = fitted == 0 ? null : FormattableString.Invariant($"the first {fitted:N0} of {count:N0} {noun} were fitted: left out");
        var leftOut = seen is null ? $"{source.Name}: the model was fitted on another text, and models that count have none to count."
            : includeFitted ? $"{source.Name}: scored all the same, {seen.Replace("left out", "not left out", StringComparison.Ordinal)}." : $"{source.Name}: {seen}.";
        output.WriteLine(leftOut);
        var unknown = text.Tokens.AsSpan(includeFitted ? 0 : fitted).Count(Vocabulary.UnknownToken);
        if (unknown > 0)
            output.WriteLine(FormattableString.Invariant($"{unknown:N0} of the {noun} to score are none that the model knows: scored as its unknown one."));
        var report = LanguageEvaluation.Run(model, text, includeFitted ? 0 : fitted, fitted, cancellation);
        EvaluationOutput.Write(output, path, model.Card, report, source.Name, leftOut, includeFitted, page);
        if (json)
            EvaluationOutput.WriteJson(output, path, report, ("leftOut", includeFitted ? null : seen), ("unknown", unknown));
    }
}
