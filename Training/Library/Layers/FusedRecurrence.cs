using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs recurrent layers: by the kernels where they cover the case, otherwise by <see cref="RecurrenceFormula"/>.</summary>
internal static class FusedRecurrence
{
    /// <summary>Runs a layer, whose inputs have been checked.</summary>
    public static RecurrenceResult Run(RecurrenceCall call, RecurrenceInput input) => Run(call, [input])[0];

    /// <summary>
    /// Runs the same layer of several members of an ensemble side by side, each with its own weights. They may share their input sequences, which
    /// must then be the same object.
    /// </summary>
    /// <param name="call">How the layer is run.</param>
    /// <param name="members">The inputs of the members, of the same shapes; they have been checked.</param>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public static RecurrenceResult[] Run(RecurrenceCall call, IReadOnlyList<RecurrenceInput> members)
    {
        FusedFailure.ThrowIfAny();
        if (call.Variant is not null || !members.All(IsCovered))
            return [.. members.Select(member => RecurrenceFormula.Run(call, member))];
        return RecurrenceJob.Run(call, members, is_grad_enabled() && members.Any(member => Tensors(member).Any(tensor => tensor.requires_grad)));
    }

    /// <summary>Whether the kernels can run an input: all of it in 32-bit floating point on the CPU, and not empty.</summary>
    public static bool IsCovered(RecurrenceInput input) => input.Sequence.numel() > 0 && Tensors(input).All(IsCovered);

    private static bool IsCovered(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU && !tensor.is_sparse;

    private static IEnumerable<Tensor> Tensors(RecurrenceInput input)
    {
        yield return input.Sequence;
        if (input.Hidden is not null)
            yield return input.Hidden;
        if (input.Cell is not null)
            yield return input.Cell;
        foreach (var weights in input.Directions)
        {
            yield return weights.Input;
            yield return weights.Recurrent;
            if (weights.InputBias is not null)
                yield return weights.InputBias;
            if (weights.RecurrentBias is not null)
                yield return weights.RecurrentBias;
        }
    }
}
