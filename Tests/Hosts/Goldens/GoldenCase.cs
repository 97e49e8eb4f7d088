namespace MlNetRecurrent.Hosts;

/// <summary>The inputs and expected outputs of one run.</summary>
/// <param name="Name">What the case tests.</param>
/// <param name="Inputs">The inputs. Optional inputs may be missing.</param>
/// <param name="Outputs">The outputs, including the final states.</param>
internal sealed record GoldenCase(string Name, IReadOnlyList<GoldenTensor> Inputs, IReadOnlyList<GoldenTensor> Outputs)
{
    /// <summary>The number of sequences.</summary>
    public int Batch => Inputs.Single(input => input.Name == "input").Batch;

    /// <summary>Whether the case sets optional inputs.</summary>
    public bool HasOptionalInputs => Inputs.Any(input => input.Name is not ("input" or "known"));
}
