namespace MlNetRecurrent;

/// <summary>The options of text generation.</summary>
public sealed record GenerationOptions
{
    /// <summary>The number of tokens to generate: characters, or words and symbols; at least 1.</summary>
    /// <value>Default: 200.</value>
    public int NewTokens { get; init; } = 200;

    /// <summary>
    /// The sampling temperature, by which the logarithms of the probabilities are divided; above 0. Below 1, likely tokens become more likely; above
    /// 1, less likely.
    /// </summary>
    /// <value>Default: 1.</value>
    public double Temperature { get; init; } = 1;

    /// <summary>The number of most likely tokens from which each token is drawn (top-k sampling), at least 1; 0 for all tokens.</summary>
    /// <value>Default: 0.</value>
    public int TopK { get; init; }

    /// <summary>The random seed; on one machine, the same seed generates the same text.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>How tokens in the prompt that are not in the vocabulary are handled.</summary>
    /// <value>Default: <see cref="UnknownTokenPolicy.Throw"/>.</value>
    public UnknownTokenPolicy UnknownTokens { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    internal void Validate()
    {
        var errors = new List<string>();
        if (NewTokens < 1)
            errors.Add($"length is {NewTokens}, expected at least 1");
        if (!(Temperature > 0 && double.IsFinite(Temperature)))
            errors.Add(FormattableString.Invariant($"temperature is {Temperature}, expected above 0"));
        if (TopK < 0)
            errors.Add($"top-k is {TopK}, expected at least 1, or 0 for all tokens");
        if (!Enum.IsDefined(UnknownTokens))
            errors.Add($"unknown token policy is {UnknownTokens}, expected {UnknownTokenPolicy.Throw} or {UnknownTokenPolicy.Replace}");
        if (errors.Count > 0)
            throw new ArgumentException($"The generation options are invalid: {string.Join("; ", errors)}.");
    }
}
