using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Compares a language model with n-gram models on text that was not used for training.</summary>
internal static class LanguageEvaluateJob
{
    /// <summary>Whether a file is a language model.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged.</exception>
    public static bool IsFor(string path) => OnnxFile.TryReadCard(OnnxFile.Parse(OnnxFile.ReadBytes(path), path), path)?.Network.Task == RecurrentTask.Language;

    /// <summary>Scores the model and writes the scores.</summary>
    public static void Run(IAnsiConsole output, string path, TextSource source, bool includeTraining, string? page, bool json, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(path);
        if (model.Card.Vocabulary is not { } vocabulary)
            throw new UserInputException($"The card of '{path}' has no vocabulary, so its token IDs cannot be mapped to text.");
        var text = new TokenizedText(source.Read(), vocabulary);
        var (noun, count) = (TokenizedText.GetNoun(vocabulary.TokenUnit), text.Tokens.Length);
        var trained = text.FindTrainingTokens(model.Card.Data?.TrainingText);
        if (count < 2)
            throw new SequenceDataException($"{source.Name} has {count} {noun}, expected at least 2 for scoring: provide a longer text.");
        if (trained == count && !includeTraining)
        {
            throw new SequenceDataException(
                $"{source.Name} was used for training in full, so nothing is left to score: provide another text, or score it anyway with --include-fitted.");
        }

        var overlap = trained == 0 ? null : FormattableString.Invariant($"the first {trained:N0} of {count:N0} {noun} were used for training");
        var leftOut = overlap is null
            ? $"{source.Name}: the model was trained on another text, so there are no n-gram baselines."
            : $"{source.Name}: {overlap} and are {(includeTraining ? "scored too" : "left out")}.";
        output.WriteLine(leftOut);
        var unknown = text.Tokens.AsSpan(includeTraining ? 0 : trained).Count(Vocabulary.UnknownToken);
        if (unknown > 0)
            output.WriteLine(FormattableString.Invariant($"{unknown:N0} of the {noun} to score are not in the vocabulary: scored as the unknown token."));
        var report = LanguageEvaluation.Run(model, text, includeTraining ? 0 : trained, trained, cancellation);
        EvaluationOutput.Write(output, path, model.Card, report, source.Name, leftOut, includeTraining, page);
        if (json)
            EvaluationOutput.WriteJson(output, path, report, ("leftOut", includeTraining || overlap is null ? null : $"{overlap} and are left out"), ("unknown", unknown));
    }
}
