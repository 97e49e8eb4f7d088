using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Compares a language model with n-gram models on text that was not used for training.</summary>
internal static class LanguageEvaluateJob
{
    /// <summary>Whether a file is a language model.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or damaged.</exception>
    public static bool IsFor(string path) =>
        OnnxFile.TryReadCard(OnnxFile.Open(path).Model, path)?.Network.Task == RecurrentTask.Language;

    /// <summary>Scores the model and writes the scores.</summary>
    public static void Run(
        IAnsiConsole output, string path, TextSource source, bool includeTraining, string? page, bool json, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(path);
        if (model.Card.Vocabulary is not { } vocabulary)
            throw new UserInputException($"The card of '{path}' has no vocabulary, so its token IDs cannot be mapped to text.");
        var tokenized = new TokenizedText(source.Read(), vocabulary);
        var (noun, count) = (TokenizedText.GetNoun(vocabulary.TokenUnit), tokenized.Tokens.Length);
        var trained = tokenized.FindTrainingTokens(model.Card.Data?.TrainingText);
        if (count < 2)
            throw new SequenceDataException($"{source.Name} has {count} {noun}, expected at least 2 for scoring: provide a longer text.");
        if (trained == count && !includeTraining)
        {
            throw new SequenceDataException(
                $"All of {source.Name} was used for training: provide another text, or score it anyway with --include-fitted.");
        }

        var overlap = trained == 0 ? null : FormattableString.Invariant($"the first {trained:N0} of {count:N0} {noun} were used for training");
        var leftOut = overlap is null
            ? "the model was trained on another text, so there are no n-gram baselines."
            : $"{overlap} and are {(includeTraining ? "scored too" : "excluded")}.";
        output.WriteSafeLine($"{source.Name}: {leftOut}");
        var unknown = tokenized.Tokens.AsSpan(includeTraining ? 0 : trained).Count(Vocabulary.UnknownToken);
        if (unknown > 0)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{unknown:N0} of the {noun} to score are not in the vocabulary and are scored as the unknown token."));
        }

        var report = LanguageEvaluation.Run(model, tokenized, includeTraining ? 0 : trained, trained, cancellation);
        EvaluationOutput.Write(output, path, model.Card, report, source.Title, leftOut, includeTraining, page);
        if (json)
        {
            var text = includeTraining || overlap is null ? null : $"{overlap} and are excluded";
            EvaluationOutput.WriteJson(output, path, report, ("leftOut", text), ("unknown", unknown));
        }
    }
}
