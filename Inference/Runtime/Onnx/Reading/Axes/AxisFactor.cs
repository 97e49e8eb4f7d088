namespace MlNetRecurrent.Onnx;

/// <summary>
/// One factor of a tensor's size, such as "the batch of input x", whose identity is preserved through Transpose and Reshape. An axis is a product of
/// factors. An axis of size 1 needs no factors, so the direction axis of a forward layer can be added and removed freely.
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

    /// <summary>The name in error messages.</summary>
    public string Name { get; }

    /// <summary>The size, or null if it is dynamic.</summary>
    public long? Size { get; private set; }

    public AxisRole Role { get; private set; }

    /// <summary>The factor in forward order: this one, or the one that it mirrors.</summary>
    public AxisFactor Forward { get => field ?? this; private init; }

    /// <summary>Whether the factor is in reverse order.</summary>
    public bool IsMirrored => Forward != this;

    /// <summary>The same factor in the opposite order.</summary>
    public AxisFactor Mirror => _mirror ??= new AxisFactor(this);

    /// <summary>Sets the role of a factor; returns false if it already has another role.</summary>
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

    /// <summary>Sets a dynamic size; returns false if the factor already has another size.</summary>
    public bool TrySetSize(long size) => (Size ??= size) == size;
}
