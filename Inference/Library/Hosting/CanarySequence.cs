namespace MlNetRecurrent;

/// <summary>A sequence that each version of a hosted model must score correctly before it is put in use.</summary>
/// <remarks>Every output and quantile must be finite. If <see cref="Expected"/> is set, the outputs must also be close to it.</remarks>
public sealed record CanarySequence
{
    /// <summary>The values, [time, features]; empty for a model that reads tokens.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];

    /// <summary>
    /// The token IDs, [time]; empty for a model that reads values. For a text, use <see cref="Vocabulary.Encode"/> of the model card.
    /// </summary>
    public IReadOnlyList<long> Tokens { get; init; } = [];

    /// <summary>The future covariates, [time + horizon, covariates]; empty for a model without future covariates.</summary>
    public IReadOnlyList<float> FutureCovariates { get; init; } = [];

    /// <summary>
    /// The values of the further inputs of the graph of another program, in the order of <see cref="SequenceBatch.OtherInputs"/>; empty for other
    /// models.
    /// </summary>
    public IReadOnlyList<float> OtherInputs { get; init; } = [];

    /// <summary>
    /// The expected outputs, in the order of <see cref="HostedModel.Score(ReadOnlySpan{float}, Span{float})"/>: [horizon, targets], [classes] or
    /// [time, classes]. Empty to check only that the outputs are finite.
    /// </summary>
    public IReadOnlyList<float> Expected { get; init; } = [];

    /// <summary>
    /// The maximum absolute difference between an output and the expected one, in the unit of the output; more than 0 if <see cref="Expected"/> is
    /// set. Retrained models differ: the tolerance should admit every good model, and refuse one that learned from damaged data.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>Finds the errors that can be found without the model.</summary>
    internal IEnumerable<string> FindErrors()
    {
        foreach (var (name, list) in new (string, object?)[]
        {
            (nameof(Values), Values), (nameof(Tokens), Tokens), (nameof(FutureCovariates), FutureCovariates),
            (nameof(OtherInputs), OtherInputs), (nameof(Expected), Expected),
        })
        {
            if (list is null)
            {
                yield return $"{name} is null, expected a list, which may be empty";
                yield break;
            }
        }

        if (Values.Count == 0 == (Tokens.Count == 0))
            yield return $"{nameof(Values)} and {nameof(Tokens)} are {(Values.Count == 0 ? "empty" : "both set")}, expected one of them";
        if (!Expected.All(float.IsFinite))
            yield return $"{nameof(Expected)} contains a value that is not finite";
        if (Expected.Count > 0 && !(Tolerance > 0 && double.IsFinite(Tolerance)))
            yield return FormattableString.Invariant($"{nameof(Tolerance)} is {Tolerance}, expected a finite number more than 0");
    }
}
