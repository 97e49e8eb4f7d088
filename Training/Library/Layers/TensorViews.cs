using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Gives kernels the memory of tensors; where the layout is not one that kernels read, that of copies, which live until disposal.</summary>
internal sealed unsafe class TensorViews : IDisposable
{
    private readonly List<Tensor> _copies = [];

    /// <summary>The values of a tensor in row-major order; null for no tensor.</summary>
    public float* Contiguous(Tensor? tensor)
    {
        if (tensor is null || tensor.IsInvalid)
            return null;
        return TensorPointer.Of(tensor.is_contiguous() ? tensor : Copy(tensor));
    }

    /// <summary>The rows of a tensor: its last axis, for all places of the others in row-major order. The values of a row are contiguous.</summary>
    public MatrixPointer Rows(Tensor tensor)
    {
        var size = (nint)tensor.size(-1);
        if (tensor.ndim == 2 && tensor.stride(1) == 1)
            return new MatrixPointer((nint)TensorPointer.Of(tensor), (nint)tensor.stride(0));
        return new MatrixPointer((nint)Contiguous(tensor), size);
    }

    /// <summary>The sequences of a tensor with three axes; none for no tensor.</summary>
    /// <param name="tensor">[batch, time, size], or [time, batch, size].</param>
    /// <param name="isBatchFirst">The order of the axes.</param>
    public SequencePointer Sequences(Tensor? tensor, bool isBatchFirst)
    {
        if (tensor is null || tensor.IsInvalid)
            return default;
        var strides = tensor.stride();
        if (strides[2] != 1 && tensor.size(2) > 1)
        {
            tensor = Copy(tensor);
            strides = tensor.stride();
        }

        var start = (nint)TensorPointer.Of(tensor);
        return isBatchFirst
            ? new SequencePointer(start, (nint)strides[0], (nint)strides[1])
            : new SequencePointer(start, (nint)strides[1], (nint)strides[0]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies)
            copy.Dispose();
        _copies.Clear();
    }

    private Tensor Copy(Tensor tensor)
    {
        // Only values are read: the copy is no part of a graph.
        using var values = tensor.detach();
        var copy = values.contiguous();
        _copies.Add(copy);
        return copy;
    }
}
