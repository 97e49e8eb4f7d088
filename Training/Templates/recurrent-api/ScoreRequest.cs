using MlNetRecurrent;

namespace ApiNamespace;

/// <summary>A sequence to score.</summary>
/// <param name="Sequence">The values of each time step, [time][features], the latest step last.</param>
internal sealed record ScoreRequest(float[]?[]? Sequence)
{
    /// <summary>The form of the body of a request.</summary>
    public const string Expected =
        "The body must be a JSON object like { \"sequence\": [[0.1], [0.2]] }, with an array of numbers for each time step.";

    /// <summary>Returns why a model cannot score the sequence; null if it can.</summary>
    public string? FindError(ModelSignature signature)
    {
        if (Sequence is null)
            return "The sequence is missing.";
        if (Sequence.Length < signature.MinSteps)
            return $"The number of time steps is {Sequence.Length}, expected at least {signature.MinSteps}.";

        foreach (var (index, step) in Sequence.Index())
        {
            if (step?.Length != signature.Features)
                return $"The number of values in sequence[{index}] is {step?.Length ?? 0}, expected {signature.Features}.";
            if (!step.All(float.IsFinite))
                return $"A value in sequence[{index}] is not a finite 32-bit floating-point number.";
        }

        return null;
    }
}
