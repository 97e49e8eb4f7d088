using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>Creates the input tensors of a graph from sequences of equal length.</summary>
/// <param name="session">The session of the graph.</param>
/// <param name="sequence">The input with the sequences.</param>
/// <param name="others">The inputs that a batch provides beside the sequences.</param>
/// <param name="filled">The inputs that are filled here.</param>
/// <param name="states">The inputs with the initial states.</param>
internal sealed unsafe class GraphInputs(
    InferenceSession session,
    GraphTensor sequence,
    IReadOnlyList<GraphTensor> others,
    IReadOnlyList<GraphFilledInput> filled,
    IReadOnlyList<GraphTensor> states)
{
    private readonly Dictionary<string, TensorElementType> _types =
        session.InputMetadata.ToDictionary(input => input.Key, input => input.Value.ElementDataType);

    private readonly bool _isRowMajor = TensorLayout.IsRowMajor(sequence);

    /// <summary>Creates the tensors.</summary>
    /// <param name="rows">
    /// Sequences of equal length: values or tokens, other inputs and initial states. Time is the number of time steps of each.
    /// </param>
    /// <param name="inputs">Receives the tensors by name; the caller disposes them, whether or not this method succeeds.</param>
    /// <exception cref="ArgumentException">A value is not one that an input can hold.</exception>
    public void Create(in PinnedBatch rows, Dictionary<string, OrtValue> inputs)
    {
        inputs[sequence.Name] = CreateSequence(rows);
        nint size = 0;
        foreach (var other in others)
            size += (nint)other.GetSize(rows.Time);
        nint start = 0;
        foreach (var other in others)
        {
            inputs[other.Name] = Create(other, rows.OtherInputs + start, size, rows);
            start += (nint)other.GetSize(rows.Time);
        }

        foreach (var input in filled)
            inputs[input.Tensor.Name] = CreateFilled(input, rows);
        size = states.Sum(state => state.Size);
        start = 0;
        foreach (var state in states)
        {
            inputs[state.Name] = rows.InitialStates == null
                ? CreateFilled(new GraphFilledInput(state, [0]), rows)
                : Create(state, rows.InitialStates + start, size, rows);
            start += state.Size;
        }
    }

    private OrtValue CreateSequence(in PinnedBatch rows)
    {
        var shape = TensorLayout.GetShape(sequence, rows.Count, rows.Time);
        if (rows.Tokens != null)
        {
            var tokens = TensorLayout.Gather(sequence, rows.Tokens, rows.Time, rows.Count, rows.Time);
            return TensorConversion.Create(GetType(sequence), tokens, shape, sequence.Name);
        }

        var count = rows.Count * (nint)rows.Time * sequence.Size;
        var isInPlace = _isRowMajor && GetType(sequence) == TensorElementType.Float && TensorLayout.GetCount(shape) == count;
        if (!isInPlace || new ReadOnlySpan<float>(rows.Values, (int)count).ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
            return Create(sequence, rows.Values, (nint)rows.Time * sequence.Size, rows);
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)rows.Values, count * sizeof(float));
    }

    private OrtValue Create(GraphTensor tensor, float* values, nint stride, in PinnedBatch rows)
    {
        var gathered = TensorLayout.Gather(tensor, values, stride, rows.Count, rows.Time);
        if (!tensor.IsInteger)
            gathered = InfinitySaturation.SaturateAll(gathered) ?? gathered;
        return TensorConversion.Create(GetType(tensor), gathered, TensorLayout.GetShape(tensor, rows.Count, rows.Time), tensor.Name);
    }

    private OrtValue CreateFilled(GraphFilledInput input, in PinnedBatch rows)
    {
        var tensor = input.Tensor;
        var shape = TensorLayout.GetShape(tensor, rows.Count, rows.Time);
        if (input.Values is { Count: > 1 } values)
        {
            var row = new float[values.Count];
            for (var index = 0; index < row.Length; index++)
                row[index] = (float)values[index];
            fixed (float* first = row)
                return TensorConversion.Create(GetType(tensor), TensorLayout.Gather(tensor, first, 0, rows.Count, rows.Time), shape, tensor.Name);
        }

        var type = GetType(tensor);
        var value = input.Values is { } single ? single[0] : rows.Time;
        var count = TensorLayout.GetCount(shape);
        return tensor.IsInteger
            ? TensorConversion.Create(type, Enumerable.Repeat((long)value, count).ToArray(), shape, tensor.Name)
            : TensorConversion.Create(type, Enumerable.Repeat((float)value, count).ToArray(), shape, tensor.Name);
    }

    private TensorElementType GetType(GraphTensor tensor) => _types[tensor.Name];
}
