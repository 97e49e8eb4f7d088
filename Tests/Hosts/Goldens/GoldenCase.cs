namespace MlNetRecurrent.Hosts;

/// <summary>What a file is fed once, and what it gives.</summary>
/// <param name="Name">What the case is about.</param>
/// <param name="Inputs">What it is fed; inputs that are not named are left out.</param>
/// <param name="Outputs">What it gives: the output and the final states.</param>
internal sealed record GoldenCase(string Name, IReadOnlyList<GoldenTensor> Inputs, IReadOnlyList<GoldenTensor> Outputs)
{
    /// <summary>How many sequences it feeds.</summary>
    public int Batch => Inputs.Single(input => input.Name == "input").Batch;

    /// <summary>Whether it feeds inputs that may be left out.</summary>
    public bool FeedsOptionalInputs => Inputs.Any(input => input.Name is not ("input" or "known"));
}
