namespace MlNetRecurrent;

/// <summary>Scores the canary sequences of a hosted model with a version of its file.</summary>
internal static class CanaryCheck
{
    /// <summary>Scores every sequence.</summary>
    /// <exception cref="ArgumentException">A sequence does not have the shape that the model requires.</exception>
    /// <exception cref="RecurrentModelException">An output is not finite, or differs from the expected one.</exception>
    public static void Run(RecurrentModel model, HostedModelOptions options, string name)
    {
        for (var index = 0; index < options.Canary.Count; index++)
        {
            var sequence = options.Canary[index];
            var place = $"{nameof(HostedModelOptions.Canary)}[{index}]";
            if (FindDifference(sequence, Score(model, sequence, name, place)) is { } difference)
                throw new RecurrentModelException($"Model file '{options.ModelFile}' fails {place} of recurrent model '{name}': {difference}.");
        }
    }

    private static float[] Score(RecurrentModel model, CanarySequence sequence, string name, string place)
    {
        var steps = model.Signature.VocabularySize is null ? sequence.Values.Count / model.Signature.Features : sequence.Tokens.Count;
        var outputs = new float[model.GetOutputSize(steps)];
        var quantiles = new float[model.GetQuantilesSize(steps)];
        try
        {
            var batch = new SequenceBatch
            {
                Values = [.. sequence.Values],
                Tokens = [.. sequence.Tokens],
                FutureCovariates = [.. sequence.FutureCovariates],
                OtherInputs = [.. sequence.OtherInputs],
                Count = 1,
                Quantiles = quantiles,
            };
            model.ScoreBatch(batch, outputs);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException and not ObjectDisposedException)
        {
            throw new ArgumentException($"The options of recurrent model '{name}' are invalid: {place}: {exception.Message}", exception);
        }

        if (sequence.Expected.Count > 0 && sequence.Expected.Count != outputs.Length)
        {
            throw new ArgumentException(
                $"The options of recurrent model '{name}' are invalid: {place}.{nameof(sequence.Expected)} has {sequence.Expected.Count} values, "
                + $"expected {outputs.Length} for a sequence of {steps} time steps.");
        }

        return [.. outputs, .. quantiles];
    }

    private static string? FindDifference(CanarySequence sequence, float[] scores)
    {
        var infinite = Array.FindIndex(scores, score => !float.IsFinite(score));
        if (infinite >= 0)
            return FormattableString.Invariant($"output {infinite + 1} of {scores.Length} is {scores[infinite]}, expected a finite value");
        var (worst, largest, count) = (-1, sequence.Tolerance, 0);
        for (var index = 0; index < sequence.Expected.Count; index++)
        {
            var difference = Math.Abs((double)scores[index] - sequence.Expected[index]);
            if (difference > sequence.Tolerance)
                count++;
            if (difference > largest)
                (worst, largest) = (index, difference);
        }

        return worst < 0 ? null : FormattableString.Invariant(
            $"output {worst + 1} of {sequence.Expected.Count} is {scores[worst]}, expected {sequence.Expected[worst]} within {sequence.Tolerance}")
            + (count == 1 ? "" : FormattableString.Invariant($"; {count} outputs differ by more, this one the most"));
    }
}
