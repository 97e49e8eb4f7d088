using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A copy of all weights and buffers of a module, which can be restored.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    private WeightSnapshot(Dictionary<string, Tensor> tensors) => _tensors = tensors;

    /// <summary>Copies the weights and buffers of a module.</summary>
    public static WeightSnapshot Capture(nn.Module module)
    {
        using var none = no_grad();
        return new WeightSnapshot(module.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Copies the snapshot into a module of the same structure.</summary>
    /// <exception cref="InvalidDataException">The module has other weights, or weights of other shapes.</exception>
    public void Restore(nn.Module module)
    {
        using var none = no_grad();
        var state = module.state_dict();
        if (!state.Keys.Order().SequenceEqual(_tensors.Keys.Order())
            || state.Any(entry => !entry.Value.shape.SequenceEqual(_tensors[entry.Key].shape)))
            throw new InvalidDataException("The snapshot belongs to another network: its weights have other names or shapes.");
        foreach (var (name, tensor) in state)
            tensor.copy_(_tensors[name]);
    }

    /// <summary>Writes the snapshot.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_tensors.Count);
        foreach (var (name, tensor) in _tensors)
        {
            writer.Write(name);
            writer.Write((byte)tensor.dtype);
            writer.Write(tensor.shape.Length);
            foreach (var size in tensor.shape)
                writer.Write(size);
            writer.Write(tensor.contiguous().bytes);
        }
    }

    /// <summary>Reads a snapshot that <see cref="Write"/> wrote.</summary>
    public static WeightSnapshot Read(BinaryReader reader)
    {
        var tensors = new Dictionary<string, Tensor>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var name = reader.ReadString();
            var type = (ScalarType)reader.ReadByte();
            var shape = new long[reader.ReadInt32()];
            for (var axis = 0; axis < shape.Length; axis++)
                shape[axis] = reader.ReadInt64();
            var tensor = zeros(shape, dtype: type).DetachFromDisposeScope();
            var bytes = reader.ReadBytes(checked((int)(tensor.numel() * tensor.ElementSize)));
            if (bytes.Length != tensor.numel() * tensor.ElementSize)
                throw new EndOfStreamException();
            bytes.CopyTo(tensor.bytes);
            tensors[name] = tensor;
        }

        return new WeightSnapshot(tensors);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
    }
}
