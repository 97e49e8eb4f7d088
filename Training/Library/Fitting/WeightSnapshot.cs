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
            entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope()));
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
    /// <param name="reader">The reader.</param>
    /// <param name="module">The module whose weights it must have: nothing else reaches LibTorch.</param>
    /// <exception cref="FormatException">The snapshot is not one of this module; the message is a clause without a period.</exception>
    /// <exception cref="EndOfStreamException">The snapshot ends too early.</exception>
    public static WeightSnapshot Read(BinaryReader reader, nn.Module module)
    {
        var expected = module.state_dict();
        var tensors = new Dictionary<string, Tensor>();
        var snapshot = new WeightSnapshot(tensors);
        try
        {
            if (reader.ReadInt32() != expected.Count)
                throw new FormatException("it has another number of weights than the network");
            while (tensors.Count < expected.Count)
            {
                var name = reader.ReadString();
                if (!expected.TryGetValue(name, out var weight) || tensors.ContainsKey(name))
                    throw new FormatException("its weights have other names than those of the network");
                tensors.Add(name, ReadTensor(reader, weight));
            }

            CheckSharedWeights(tensors, expected);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    private static Tensor ReadTensor(BinaryReader reader, Tensor weight)
    {
        var shape = weight.shape;
        if ((ScalarType)reader.ReadByte() != weight.dtype || reader.ReadInt32() != shape.Length || shape.Any(size => reader.ReadInt64() != size))
            throw new FormatException("its weights have other types or shapes than those of the network");
        var bytes = reader.ReadBytes(checked((int)(weight.numel() * weight.ElementSize)));
        if (bytes.Length != weight.numel() * weight.ElementSize)
            throw new EndOfStreamException();
        // Masks and positions follow from the description of the network, and no fit changes them.
        if (!weight.is_floating_point() && !weight.bytes.SequenceEqual(bytes))
            throw new FormatException("its masks or positions are not those of the network");
        var tensor = zeros(shape, dtype: weight.dtype).DetachFromDisposeScope();
        bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    // A weight that a module lists under two names is stored twice, which reveals damage where there is no checksum.
    private static void CheckSharedWeights(Dictionary<string, Tensor> tensors, Dictionary<string, Tensor> expected)
    {
        foreach (var names in expected.Keys.GroupBy(name => expected[name].Handle))
        {
            var first = tensors[names.First()];
            if (names.Skip(1).Any(name => !tensors[name].bytes.SequenceEqual(first.bytes)))
                throw new FormatException("the two copies of a weight differ");
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
    }
}
