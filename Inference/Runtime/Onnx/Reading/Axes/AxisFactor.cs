namespace MlNetRecurrent.Onnx;

/// <summary>
/// One factor of a tensor's size, with an identity that survives transposing and reshaping: "the batch of input x". An axis is a product of
/// factors, and an axis of size 1 has none, so that a forward layer's direction axis comes and goes freely.
/// </summary>
internal sealed class AxisFactor
{
    private AxisFactor? _mirror;

    public AxisFactor(string name, long? size, AxisRole role = AxisRole.Unknown)
    {
        Name = name;
        Size = size;
        Role = role;
    }

    private AxisFactor(AxisFactor original)
    {
        Name = original.Name;
        Size = original.Size;
        Role = original.Role;
        Forward = original;
        _mirror = original;
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>How many there are, or null where the file leaves it open.</summary>
    public long? Size { get; private set; }

    public AxisRole Role { get; private set; }

    /// <summary>The factor walked from first to last: this one, or the one that this mirrors.</summary>
    public AxisFactor Forward { get => field ?? this; private init; }

    /// <summary>Whether the factor runs from last to first.</summary>
    public bool IsMirrored => Forward != this;

    /// <summary>The same factor walked the other way.</summary>
    public AxisFactor Mirror => _mirror ??= new AxisFactor(this);

    /// <summary>Gives a factor its meaning, or says that it already has another.</summary>
    public bool TrySetRole(AxisRole role)
    {
        if (Role == AxisRole.Unknown)
        {
            Role = role;
            if (_mirror is { } mirror)
                mirror.Role = role;
        }

        return Role == role;
    }

    /// <summary>Sets the size of a factor that the file leaves open.</summary>
    public bool TrySetSize(long size) => (Size ??= size) == size;
}
