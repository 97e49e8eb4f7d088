namespace MlNetRecurrent;

/// <summary>How a text is written.</summary>
public sealed record GenerationOptions
{
    /// <summary>Tokens to write behind the prompt, characters or words and signs, at least 1.</summary>
    /// <value>Default: 200.</value>
    public int NewTokens { get; init; } = 200;

    /// <summary>
    /// What the logarithms of the probabilities are divided by, above 0: below 1 likely tokens become more likely, above 1 less.
    /// </summary>
    /// <value>Default: 1.</value>
    public double Temperature { get; init; } = 1;

    /// <summary>From how many of the likeliest tokens each one is drawn, at least 1; 0 for all.</summary>
    /// <value>Default: 0.</value>
    public int TopK { get; init; }

    /// <summary>The seed of the draws: one seed gives one text on one machine.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>What becomes of tokens in the prompt that the model has never seen.</summary>
    /// <value>Default: <see cref="UnknownTokenPolicy.Throw"/>.</value>
    public UnknownTokenPolicy UnknownTokens { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (NewTokens < 1)
            faults.Add($"length is {NewTokens}, expected at least 1");
        if (!(Temperature > 0 && double.IsFinite(Temperature)))
            faults.Add(FormattableString.Invariant($"temperature is {Temperature}, expected above 0"));
        if (TopK < 0)
            faults.Add($"top-k is {TopK}, expected at least 1, or 0 for all tokens");
        if (!Enum.IsDefined(UnknownTokens))
            faults.Add($"what becomes of unknown tokens is {UnknownTokens}, expected {nameof(UnknownTokenPolicy.Throw)} or {nameof(UnknownTokenPolicy.Replace)}");
        if (faults.Count > 0)
            throw new ArgumentException($"No text can be written: {string.Join("; ", faults)}.");
    }
}
