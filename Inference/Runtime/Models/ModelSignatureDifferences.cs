using System.Globalization;

namespace MlNetRecurrent;

/// <summary>Describes how a <see cref="ModelSignature"/> differs from another.</summary>
internal static class ModelSignatureDifferences
{
    // Of longer lists, only the first difference is described.
    private const int MaxListed = 10;

    /// <summary>
    /// Returns a clause for each difference that prevents the next model from replacing the current one. A lower minimum of time steps is allowed,
    /// and so are names where the current model has none.
    /// </summary>
    public static IEnumerable<string> Describe(ModelSignature next, ModelSignature current) =>
        Inputs(next, current).Concat(Outputs(next, current)).OfType<string>();

    private static IEnumerable<string?> Inputs(ModelSignature next, ModelSignature current)
    {
        if (next.VocabularySize is null != current.VocabularySize is null)
        {
            yield return $"it reads {Input(next)} instead of {Input(current)}";
        }
        else
        {
            yield return Counts("reads", "token", "tokens", next.VocabularySize ?? 0, current.VocabularySize ?? 0);
            yield return Counts("reads", "feature", "features", next.Features, current.Features)
                ?? Names("feature", "features", next.FeatureNames, current.FeatureNames);
            yield return Vocabularies(next.Vocabulary, current.Vocabulary);
            foreach (var difference in CategoryDifferences.Describe(next, current))
                yield return difference;
        }

        yield return Counts("reads", "future covariate", "future covariates", next.FutureCovariates, current.FutureCovariates)
            ?? Names("future covariate", "future covariates", next.FutureCovariateNames, current.FutureCovariateNames);
        if (next.FixedSteps is { } steps && steps != current.FixedSteps)
        {
            var before = current.FixedSteps is { } other ? Invariant($"{other}") : "any number";
            yield return Invariant($"it needs sequences of exactly {steps} time steps instead of {before}");
        }

        yield return Tensors("further inputs", next.OtherInputs, current.OtherInputs);
        if (next.MinSteps > current.MinSteps && next.FixedSteps is null)
            yield return Invariant($"it needs sequences of at least {next.MinSteps} time steps instead of {current.MinSteps}");
    }

    private static IEnumerable<string?> Outputs(ModelSignature next, ModelSignature current)
    {
        if (next.Task != current.Task)
        {
            yield return $"its task is {next.Task} instead of {current.Task}";
            yield break;
        }

        if (next.Task == RecurrentTask.Custom)
        {
            yield return Tensors("outputs", next.GraphOutputs, current.GraphOutputs);
            yield break;
        }

        if (next.HasOutputPerStep != current.HasOutputPerStep)
            yield return $"it has an output for {Steps(next)} instead of {Steps(current)}";
        yield return Counts("forecasts", "step", "steps", next.Horizon, current.Horizon);
        yield return Counts("forecasts", "target", "targets", next.Targets, current.Targets)
            ?? Names("target", "targets", next.TargetNames, current.TargetNames);
        if (!next.TargetFeatures.SequenceEqual(current.TargetFeatures))
            yield return $"its unnamed targets are {Features(next)} instead of {Features(current)}";
        if (!next.Quantiles.SequenceEqual(current.Quantiles))
            yield return $"its quantiles are {Levels(next)} instead of {Levels(current)}";
        yield return Sizes(next, current) ?? Names("label", "labels", next.Labels, current.Labels);
    }

    // The output size of a forecast follows from its steps and targets, that of a language model from its vocabulary size.
    private static string? Sizes(ModelSignature next, ModelSignature current) => next.Task switch
    {
        RecurrentTask.Forecast or RecurrentTask.Language => null,
        RecurrentTask.Encode => Counts("outputs", "value", "values", next.OutputSize, current.OutputSize),
        _ => Counts("distinguishes", "class", "classes", next.OutputSize, current.OutputSize),
    };

    // The batch and the order of axes make no difference to those who pass sequences; the name of a single output does not either.
    private static string? Tensors(string what, IReadOnlyList<GraphTensor> next, IReadOnlyList<GraphTensor> current)
    {
        var areEqual = next.Count == current.Count && next.Zip(current).All(pair =>
            (pair.First.Name == pair.Second.Name || (what == "outputs" && next.Count == 1))
            && pair.First.Size == pair.Second.Size
            && (pair.First.HasSteps, pair.First.StepOffset, pair.First.StepStride, pair.First.IsInteger)
                == (pair.Second.HasSteps, pair.Second.StepOffset, pair.Second.StepStride, pair.Second.IsInteger));
        return areEqual ? null : $"its {what} are {Describe(next)} instead of {Describe(current)}";

        static string Describe(IReadOnlyList<GraphTensor> tensors) => tensors.Count == 0 ? "none" : string.Join(", ", tensors);
    }

    private static string? Counts(string verb, string one, string many, int next, int current) =>
        next == current ? null : Invariant($"it {verb} {next} {(next == 1 ? one : many)} instead of {current}");

    private static string? Names(string one, string many, IReadOnlyList<string> next, IReadOnlyList<string> current)
    {
        // Names that nothing relied on cannot be wrong; names that are lost, or in another order, can.
        if (current.Count == 0 || next.SequenceEqual(current))
            return null;
        if (next.Count != current.Count || next.Count <= MaxListed)
            return $"its {many} are {List(next)} instead of {List(current)}";
        var index = FirstDifference(next, current);
        return Invariant($"its {one} {index + 1} of {next.Count} is {next[index]} instead of {current[index]}");
    }

    private static string? Vocabularies(Vocabulary? next, Vocabulary? current)
    {
        if (next is null || current is null)
            return next == current ? null : $"its tokens have {(next is null ? "no texts" : "texts")} instead of {(next is null ? "texts" : "none")}";
        if (next.TokenUnit != current.TokenUnit)
            return $"its tokens are {Word(next.TokenUnit)} instead of {Word(current.TokenUnit)}";

        // A difference in vocabulary size is described by the number of tokens.
        var index = FirstDifference(next.Tokens, current.Tokens);
        return index == Math.Min(next.Count, current.Count)
            ? null
            : Invariant($"its token {index} is '{next.Tokens[index]}' instead of '{current.Tokens[index]}'");
    }

    private static int FirstDifference(IReadOnlyList<string> next, IReadOnlyList<string> current) =>
        next.Zip(current).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "unnamed",
        <= MaxListed => string.Join(", ", names),
        _ => Invariant($"{string.Join(", ", names.Take(MaxListed))}, ... ({names.Count} in total)"),
    };

    private static string Input(ModelSignature signature) => signature.VocabularySize is { } tokens
        ? Invariant($"{tokens} tokens")
        : Invariant($"values of {signature.Features} {(signature.Features == 1 ? "feature" : "features")}");

    private static string Steps(ModelSignature signature) => signature.HasOutputPerStep ? "every time step" : "the whole sequence";

    private static string Word(TokenUnit unit) => unit.ToString().ToLowerInvariant();

    private static string Features(ModelSignature signature) => signature.TargetFeatures.Count == 0
        ? "the first features"
        : string.Join(", ", signature.TargetFeatures.Select(feature => Invariant($"feature {feature + 1}")));

    private static string Levels(ModelSignature signature) => signature.Quantiles.Count == 0
        ? "none"
        : string.Join(", ", signature.Quantiles.Select(level => level.ToString(CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
